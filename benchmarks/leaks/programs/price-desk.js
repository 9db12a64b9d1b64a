'use strict';

// Prices follow rules that are loaded anew with every question.

const http = require('node:http');
const freshRequire = require('require-uncached');
const { listen } = require('./kit');

function handleRequest(request, response) {
  const priceOf = freshRequire('./fresh-rules');
  response.end(`${priceOf(Number(request.url.replace(/\D/g, '')) % 200)}\n`);
}

listen(http.createServer(handleRequest));
