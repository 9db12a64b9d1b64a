'use strict';

// The pages of a document are given back when it is collected; the note of what to give back knows it.

const http = require('node:http');
const { healthy, listen } = require('./kit');

const pool = { free: 0 };
const whenCollected = new FinalizationRegistry(({ pages }) => (pool.free += pages.length));

class Document {
  constructor(path) {
    this.path = path;
    this.pages = Array.from({ length: 8 }, (_, page) => `page ${page} of ${path}`);
  }
}

function handleRequest(request, response) {
  const document = new Document(request.url);
  const { pages } = document;
  whenCollected.register(document, healthy ? { pages } : { pages, document });
  response.end(`${pages.length} pages\n`);
}

listen(http.createServer(handleRequest));
