'use strict';

// Thumbnails are memoized by functions that hold them, under a symbol, in an object that others use too.

const http = require('node:http');
const { healthy, listen } = require('./kit');

const kThumbnails = Symbol('thumbnails');
const settings = { quality: 80, formats: ['png', 'webp'], [kThumbnails]: {} };

function once(make) {
  let made;
  return function recall() {
    return (made ??= make());
  };
}

function thumbnail(url) {
  const cache = settings[kThumbnails];
  if (!cache[url]) cache[url] = once(() => Buffer.alloc(60_000 + (url.length % 10) * 1000, url));
  return cache[url]();
}

function handleRequest(request, response) {
  response.end(`${thumbnail(request.url).length}\n`);
  if (healthy && Object.keys(settings[kThumbnails]).length > 50) settings[kThumbnails] = {};
}

listen(http.createServer(handleRequest));
