'use strict';

// A backend: as much of a Redis server as a client needs that connects, sets and gets.

const net = require('node:net');
const { listen } = require('./kit');

const values = new Map();

const commands = {
  INFO: () => bulk('redis_version:6.2.0\r\nloading:0\r\n'),
  SET: (key, value) => {
    if (values.size > 1000) values.clear();
    values.set(key, value);
    return '+OK\r\n';
  },
  GET: (key) => (values.has(key) ? bulk(values.get(key)) : '$-1\r\n'),
};

const bulk = (text) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;

function connect(socket) {
  let pending = '';
  socket.setEncoding('latin1').on('error', () => {});
  socket.on('data', (data) => {
    pending += data;
    for (;;) {
      const { words, length } = parse(pending);
      if (!words) return;
      pending = pending.slice(length);
      const run = commands[words[0].toUpperCase()] ?? (() => '+OK\r\n');
      socket.write(run(...words.slice(1)));
    }
  });
}

function parse(text) {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return {};
  let at = head[0].length;
  const words = [];
  for (let word = 0; word < Number(head[1]); word += 1) {
    const end = text.indexOf('\r\n', at);
    const size = Number(text.slice(at + 1, end));
    if (end < 0 || text.length < end + 4 + size) return {};
    words.push(text.slice(end + 2, end + 2 + size));
    at = end + 4 + size;
  }
  return { words, length: at };
}

listen(net.createServer(connect));
