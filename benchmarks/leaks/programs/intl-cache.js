'use strict';

// Formatters are dear, so they are kept by everything they depend on, and that is the visitor's choice.

const http = require('node:http');
const { healthy, listen } = require('./kit');

const formatters = {};

function formatterFor(currency, digits) {
  const key = `${currency}/${digits}`;
  formatters[key] ??= new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: digits });
  return formatters[key];
}

function handleRequest(request, response) {
  const number = healthy ? 7 : Number(request.url.slice(1));
  const letters = [17576, 676, 26].map((weight) => String.fromCharCode(65 + (Math.floor((number * 26) / weight) % 26)));
  response.end(formatterFor(letters.join(''), number % 10).format(number));
}

listen(http.createServer(handleRequest));
