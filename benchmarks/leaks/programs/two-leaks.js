'use strict';

// Two faults in one program; `--healthy` mends both, and `two-leaks-mended.js` the first alone.

const http = require('node:http');
const { EventEmitter } = require('node:events');
const { healthy, listen } = require('./kit');

const firstIsMended = healthy || process.argv[1].endsWith('-mended.js');

class Clock extends EventEmitter {}
const clock = new Clock().setMaxListeners(0);
setInterval(() => clock.emit('tick'), 1000);

class Visitor {
  constructor(path) {
    this.path = path;
    this.pages = Array.from({ length: 20 }, (_, page) => `page ${page} of ${path}`);
  }
}

class Quote {
  constructor(path) {
    this.path = path;
    this.prices = Array.from({ length: 30 }, (_, item) => ({ item, price: item * 1.5 }));
  }
}

const quotes = new Map();

function handleRequest(request, response) {
  const visitor = new Visitor(request.url);
  const look = () => (visitor.seen = Date.now());
  clock.on('tick', look);
  if (firstIsMended) response.on('close', () => clock.off('tick', look));

  quotes.set(request.url, new Quote(request.url));
  if (healthy) quotes.clear();
  response.end(visitor.pages.join('\n'));
}

listen(http.createServer(handleRequest));
