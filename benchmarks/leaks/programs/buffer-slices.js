'use strict';

// Of every upload the first bytes are kept, to tell what it was: a view that keeps the whole upload.

const http = require('node:http');
const { healthy, listen } = require('./kit');

const signatures = new Map();
let uploads = 0;

async function handleRequest(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const upload = Buffer.concat(chunks);
  const head = upload.subarray(0, 16);
  signatures.set((uploads += 1), healthy ? Buffer.from(head) : head);
  if (healthy) signatures.delete(uploads - 100);
  response.end(`${upload.length} bytes\n`);
}

listen(http.createServer(handleRequest));
