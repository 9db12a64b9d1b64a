'use strict';

// Each client's log stream is packed by a deflate stream of its own; who goes away leaves it open.

const zlib = require('node:zlib');
const { healthy, ready, work } = require('./kit');

const packers = new Map();

work((number) => {
  const client = `client ${number}`;
  const packer = zlib.createDeflate({ memLevel: 6 });
  packer.on('data', () => {});
  packer.write(`${client} came\n`);
  packers.set(client, packer);

  const leaver = `client ${number - 20}`;
  packers.get(leaver)?.write(`${leaver} went\n`);
  if (healthy) packers.get(leaver)?.close();
  if (healthy) packers.delete(leaver);
});
ready();
