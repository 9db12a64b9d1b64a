'use strict';

// What visitors send goes into one journal, through a stream for each that nobody ends.

const http = require('node:http');
const { PassThrough, Writable } = require('node:stream');
const { healthy, listen } = require('./kit');

let length = 0;
const journal = new Writable({
  write(chunk, encoding, done) {
    length += chunk.length;
    done();
  },
});
journal.setMaxListeners(0);

function handleRequest(request, response) {
  const tee = new PassThrough();
  tee.pipe(journal, { end: false });
  tee.write(`${request.method} ${request.url}\n`);
  if (healthy) tee.end();
  response.end(`${length}\n`);
}

listen(http.createServer(handleRequest));
