'use strict';

// Subscribers of a feed who join at a rate until all are there, and then stay.

const http = require('node:http');

const { port, rate, subscribers = 200 } = JSON.parse(process.argv[2]);
const agent = new http.Agent({ maxSockets: Infinity });

let joined = 0;
const joining = setInterval(() => {
  http.get({ agent, host: '127.0.0.1', port, path: '/feed' }, (response) => response.resume()).on('error', () => {});
  if ((joined += 1) === subscribers) clearInterval(joining);
}, 1000 / rate);

process.stdin.resume().on('close', () => process.exit(0));
