'use strict';

// A line server that knows its connections, also those that are closed long since.

const net = require('node:net');
const { healthy, listen } = require('./kit');

const connections = new Set();

const server = net.createServer((socket) => {
  connections.add(socket);
  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.on('data', (line) => socket.end(`you said ${line}, ${connections.size} are here\n`));
  if (healthy) socket.on('close', () => connections.delete(socket));
});

listen(server);
