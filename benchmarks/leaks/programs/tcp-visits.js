'use strict';

// Visitors of a line server: they say something, wait for the answer and go.

const net = require('node:net');

const { port, rate } = JSON.parse(process.argv[2]);

let number = 0;
setInterval(() => {
  const socket = net.connect(port, '127.0.0.1', () => socket.write(`hello ${number++}`));
  socket.on('error', () => {}).resume();
}, 1000 / rate);

process.stdin.resume().on('close', () => process.exit(0));
