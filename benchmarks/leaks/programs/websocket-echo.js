'use strict';

// A chat over websockets whose members come and go.

const http = require('node:http');
const { WebSocketServer } = require('ws');
const { listen } = require('./kit');

class Member {
  constructor(socket) {
    this.socket = socket;
    this.said = [];
    socket.on('message', (data) => this.say(data));
    socket.on('close', () => members.delete(this));
    members.add(this);
  }

  say(data) {
    this.said.push(data.toString());
    this.socket.send(`you said ${this.said.length} things, ${members.size} are here`);
  }
}

const members = new Set();
const server = http.createServer((request, response) => response.end('a chat\n'));
new WebSocketServer({ server }).on('connection', (socket) => new Member(socket));
listen(server);
