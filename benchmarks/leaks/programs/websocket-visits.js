'use strict';

// Members of a chat: each says a few things and leaves after one to ten seconds.

const WebSocket = require('ws');

const { port, rate, stay_s: stay = 5 } = JSON.parse(process.argv[2]);

setInterval(() => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  socket.on('error', () => {});
  socket.on('open', () => {
    const talk = setInterval(() => socket.send('hello '.repeat(10)), 500);
    socket.on('close', () => clearInterval(talk));
    setTimeout(() => socket.close(), (0.2 + Math.random() * 1.8) * stay * 1000);
  });
}, 1000 / rate);

process.stdin.resume().on('close', () => process.exit(0));
