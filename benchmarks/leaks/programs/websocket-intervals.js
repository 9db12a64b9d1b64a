'use strict';

// Everybody in the chat is sent the time each second, also those who have left.

const http = require('node:http');
const { WebSocketServer } = require('ws');
const { healthy, listen } = require('./kit');

class Listener {
  constructor(socket) {
    this.socket = socket;
    this.sent = [];
    const timer = setInterval(() => this.tell(), 1000);
    if (healthy) socket.on('close', () => clearInterval(timer));
  }

  tell() {
    this.sent = [...this.sent.slice(-9), Date.now()];
    if (this.socket.readyState === 1) this.socket.send(String(this.sent.at(-1)));
  }
}

const server = http.createServer((request, response) => response.end('the time\n'));
new WebSocketServer({ server }).on('connection', (socket) => new Listener(socket));
listen(server);
