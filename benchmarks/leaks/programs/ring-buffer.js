'use strict';

// The last four thousand requests are kept for the status page; it fills while one looks on.

const http = require('node:http');
const { listen } = require('./kit');

class RequestRecord {
  constructor(request) {
    this.at = new Date();
    this.path = request.url;
    this.headers = { ...request.headers };
  }
}

const records = new Array(4000);
let next = 0;

listen(
  http.createServer((request, response) => {
    records[next++ % records.length] = new RequestRecord(request);
    response.end(`${Math.min(next, records.length)} of the last requests are known\n`);
  }),
);
