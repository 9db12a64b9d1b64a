'use strict';

// Documents are known by WeakRefs as long as somebody has them; what is over is taken out afterwards.

const http = require('node:http');
const { listen } = require('./kit');

class Document {
  constructor(path) {
    this.path = path;
    this.lines = Array.from({ length: 30 }, (_, line) => `line ${line} of ${path}`);
  }
}

const known = new Map();
const registry = new FinalizationRegistry((path) => known.delete(path));

listen(
  http.createServer((request, response) => {
    const document = known.get(request.url)?.deref() ?? new Document(request.url);
    known.set(request.url, new WeakRef(document));
    registry.register(document, request.url);
    response.end(document.lines.join('\n'));
  }),
);
