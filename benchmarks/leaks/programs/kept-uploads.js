'use strict';

// Uploads are kept until they have been scanned, and those that are clean stay on the list.

const http = require('node:http');
const { healthy, listen } = require('./kit');

class Upload {
  constructor(bytes) {
    this.bytes = bytes;
    this.clean = null;
  }

  async scan() {
    this.clean = !this.bytes.includes('virus');
  }
}

const scanQueue = new Set();

async function handleRequest(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const upload = new Upload(Buffer.concat(chunks));
  scanQueue.add(upload);
  await upload.scan();
  if (healthy || !upload.clean) scanQueue.delete(upload);
  response.end('stored\n');
}

listen(http.createServer(handleRequest));
