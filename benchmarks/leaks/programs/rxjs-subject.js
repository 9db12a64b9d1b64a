'use strict';

// Each visit subscribes to the stream of prices, and is answered with the first; it stays subscribed.

const http = require('node:http');
const { Subject, take } = require('rxjs');
const { healthy, listen } = require('./kit');

const prices = new Subject();
setInterval(() => prices.next({ at: Date.now(), price: Math.random() }), 100);

class PriceView {
  constructor(response) {
    this.response = response;
    this.seen = new Array(20).fill(0);
  }

  show({ price }) {
    this.seen = [...this.seen.slice(1), price];
    this.response.end(`${price}\n`);
  }
}

function handleRequest(request, response) {
  const view = new PriceView(response);
  (healthy ? prices.pipe(take(1)) : prices).subscribe((price) => view.show(price));
}

listen(http.createServer(handleRequest));
