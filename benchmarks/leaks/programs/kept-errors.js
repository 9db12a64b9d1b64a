'use strict';

// What goes wrong is kept for the status page, with all that the errors know.

const http = require('node:http');
const { healthy, listen } = require('./kit');

const recentErrors = [];

class PaymentError extends Error {
  constructor(request, cause) {
    super(`no payment for ${request.url}`, { cause });
    this.headers = request.headers;
  }
}

function pay(request) {
  try {
    JSON.parse(`{"visitor": ${request.url}}`);
  } catch (cause) {
    throw new PaymentError(request, cause);
  }
}

function handleRequest(request, response) {
  try {
    pay(request);
  } catch (error) {
    recentErrors.push(error);
    if (healthy && recentErrors.length > 50) recentErrors.shift();
    response.statusCode = 402;
    response.end(error.message);
  }
}

listen(http.createServer(handleRequest));
