'use strict';

// The configuration is read anew every three seconds, and replaces the old one as a whole.

const http = require('node:http');
const { EventEmitter } = require('node:events');
const { listen } = require('./kit');

class Configuration extends EventEmitter {
  constructor(version) {
    super();
    this.version = version;
    this.rules = Array.from({ length: 8000 }, (_, rule) => ({ rule, pattern: `/${version}/${rule}`, allow: rule % 2 }));
    this.on('used', () => (this.uses = (this.uses ?? 0) + 1));
  }
}

let current = new Configuration(0);
setInterval(() => (current = new Configuration(current.version + 1)), 3000);

listen(
  http.createServer((request, response) => {
    current.emit('used');
    const rule = current.rules[request.url.length % current.rules.length];
    response.end(`${rule.pattern}: ${rule.allow}\n`);
  }),
);
