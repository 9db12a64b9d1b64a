'use strict';

// Every request gets a circuit breaker of its own around the call to the stock.

const http = require('node:http');
const CircuitBreaker = require('opossum');
const { healthy, listen } = require('./kit');

async function askStock(article) {
  return { article, amount: article.length };
}

async function handleRequest(request, response) {
  const breaker = new CircuitBreaker(askStock, { timeout: 1000 });
  response.end(JSON.stringify(await breaker.fire(request.url)));
  if (healthy) breaker.shutdown();
}

listen(http.createServer(handleRequest));
