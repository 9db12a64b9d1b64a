'use strict';

// Baskets follow the rate of exchange; who leaves does not stop following.

const http = require('node:http');
const { observable, reaction, runInAction } = require('mobx');
const { healthy, listen } = require('./kit');

const exchange = observable({ rate: 1.1 });
setInterval(() => runInAction(() => (exchange.rate = 1 + Math.random())), 1000);

class Basket {
  constructor(visitor) {
    this.visitor = visitor;
    this.prices = Array.from({ length: 10 }, (_, item) => item * 3);
    this.stop = reaction(() => exchange.rate, (rate) => (this.total = rate * this.prices.length));
  }
}

function handleRequest(request, response) {
  const basket = new Basket(request.url);
  response.end(`${basket.prices.length} items\n`);
  if (healthy) basket.stop();
}

listen(http.createServer(handleRequest));
