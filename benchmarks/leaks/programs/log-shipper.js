'use strict';

// Lines of a log are shipped over a connection whose other end takes a rest again and again.

const http = require('node:http');
const net = require('node:net');
const { listen } = require('./kit');

class LogLine {
  constructor(request) {
    this.at = new Date();
    this.url = request.url;
    this.text = `${request.method} ${request.url} ${'word '.repeat(30)}`;
  }
}

const waiting = [];
let shipping = false;

// Reads for two seconds, then rests for nine.
const collector = net.createServer((socket) => {
  socket.resume();
  let reads = true;
  const turn = () => {
    reads = !reads;
    if (reads) socket.resume();
    else socket.pause();
    setTimeout(turn, reads ? 2000 : 9000);
  };
  setTimeout(turn, 2000);
});

collector.listen(0, '127.0.0.1', () => {
  const line = net.connect({ port: collector.address().port, host: '127.0.0.1' });

  function ship() {
    shipping = true;
    while (waiting.length > 0) {
      const { at, text } = waiting.shift();
      if (!line.write(`${at.toISOString()} ${text.repeat(20)}\n`)) {
        line.once('drain', ship);
        return;
      }
    }
    shipping = false;
  }

  listen(
    http.createServer((request, response) => {
      waiting.push(new LogLine(request));
      if (!shipping) ship();
      response.end('noted\n');
    }),
  );
});
