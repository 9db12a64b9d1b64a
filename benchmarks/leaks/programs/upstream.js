'use strict';

// A backend: answers every request with some JSON, and keeps connections.

const http = require('node:http');
const { listen } = require('./kit');

const articles = Array.from({ length: 40 }, (_, id) => ({ id, title: `Article ${id}`, words: 'word '.repeat(20) }));

const server = http.createServer((request, response) => {
  request.resume();
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ path: request.url, articles }));
});
server.keepAliveTimeout = 60_000;
listen(server);
