'use strict';

// Pictures are kept up to twenty megabytes, the least used go first; it fills while one looks on.

const http = require('node:http');
const LRU = require('lru-cache');
const { listen } = require('./kit');

const pictures = new LRU({ max: 20e6, length: (picture) => picture.pixels.length });

class Picture {
  constructor(url) {
    this.url = url;
    this.pixels = Buffer.alloc(8000 + Math.floor(Math.random() * 8000), url);
    this.tags = new Map([['by', url], ['at', new Date()]]);
  }
}

function handleRequest(request, response) {
  // A tenth of the pictures is wanted again and again.
  const number = Number(request.url.replace(/\D/g, ''));
  const url = `/pictures/${number % 10 === 0 ? number % 500 : number}`;
  let picture = pictures.get(url);
  if (!picture) pictures.set(url, (picture = new Picture(url)));
  response.end(`${picture.pixels.length}\n`);
}

listen(http.createServer(handleRequest));
