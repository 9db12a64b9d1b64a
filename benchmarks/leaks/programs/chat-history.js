'use strict';

// Rooms of a chat: packed messages, a history of the last hundred each, and rooms end with the last member.

const http = require('node:http');
const { WebSocketServer } = require('ws');
const { listen } = require('./kit');

const rooms = new Map();
let arrivals = 0;

class Room {
  constructor(name) {
    this.name = name;
    this.members = new Set();
    this.history = [];
  }

  say(text) {
    this.history.push({ text, at: Date.now() });
    if (this.history.length > 100) this.history.shift();
    for (const member of this.members) member.send(`${this.history.length}: ${text}`);
  }
}

function join(socket) {
  const name = `room ${Math.floor((arrivals += 1) / 5)}`;
  const room = rooms.get(name) ?? new Room(name);
  rooms.set(name, room);
  room.members.add(socket);
  const pulse = setInterval(() => socket.ping(), 700);
  socket.on('message', (data) => room.say(data.toString()));
  socket.on('close', () => {
    clearInterval(pulse);
    room.members.delete(socket);
    if (room.members.size === 0) rooms.delete(name);
  });
}

const server = http.createServer((request, response) => response.end(`${rooms.size} rooms\n`));
new WebSocketServer({ server, perMessageDeflate: { threshold: 0 } }).on('connection', join);
listen(server);
