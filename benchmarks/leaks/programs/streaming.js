'use strict';

// Long downloads, packed on the way: much passes through, nothing stays.

const http = require('node:http');
const zlib = require('node:zlib');
const { Readable, pipeline } = require('node:stream');
const { listen } = require('./kit');

function* rows(path) {
  for (let row = 0; row < 3000; row += 1) yield `${row};${path};${Math.random()};${'value;'.repeat(10)}\n`;
}

listen(
  http.createServer((request, response) => {
    response.setHeader('content-encoding', 'gzip');
    pipeline(Readable.from(rows(request.url)), zlib.createGzip(), response, () => {});
  }),
);
