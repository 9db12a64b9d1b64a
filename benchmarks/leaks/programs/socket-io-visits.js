'use strict';

// People who open the chat and close it again at once.

const { io } = require('socket.io-client');

const { port, rate } = JSON.parse(process.argv[2]);

let number = 0;
setInterval(() => {
  const options = { transports: ['websocket'], forceNew: true, reconnection: false, query: { user: number++ } };
  const socket = io(`http://127.0.0.1:${port}`, options);
  socket.on('connect', () => socket.disconnect());
}, 1000 / rate);

process.stdin.resume().on('close', () => process.exit(0));
