'use strict';

// Exchange rates are remembered by pair and second, each for two seconds.

const http = require('node:http');
const mem = require('mem');
const { listen } = require('./kit');

class ExchangeRate {
  constructor(pair) {
    this.pair = pair;
    this.history = Array.from({ length: 20 }, (_, day) => ({ day, rate: 1 + day / pair.length }));
  }
}

const rateOf = mem((pair) => new ExchangeRate(pair), { maxAge: 2000 });

listen(http.createServer((request, response) => response.end(JSON.stringify(rateOf(request.url).history[0]))));
