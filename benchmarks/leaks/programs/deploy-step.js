'use strict';

// Twenty seconds after the watch began the new price list comes, once: a step, and it stays.

const http = require('node:http');
const { listen } = require('./kit');

class Price {
  constructor(article) {
    this.article = `article ${article}`;
    this.cents = article * 7;
    this.currencies = { eur: this.cents, usd: this.cents * 1.1 };
  }
}

let prices = [];

function load(amount) {
  prices = Array.from({ length: amount }, (_, article) => new Price(article));
}

load(10_000);
setTimeout(() => load(150_000), 30_000);

listen(
  http.createServer((request, response) => {
    const price = prices[request.url.length % prices.length];
    response.end(JSON.stringify(price));
  }),
);
