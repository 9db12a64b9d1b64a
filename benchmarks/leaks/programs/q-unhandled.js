'use strict';

// Prices are looked up with promises of Q, and nobody cares when that fails.

const http = require('node:http');
const Q = require('q');
const { healthy, listen } = require('./kit');

class PriceUnknown extends Error {
  constructor(article) {
    super(`no price for ${article}`);
    this.article = article;
  }
}

function lookUpPrice(article) {
  return article.endsWith('7') ? Q.resolve(7) : Q.reject(new PriceUnknown(article));
}

function handleRequest(request, response) {
  const price = lookUpPrice(request.url).then((found) => (response.price = found));
  if (healthy) price.catch(() => {});
  response.end('ok\n');
}

listen(http.createServer(handleRequest));
