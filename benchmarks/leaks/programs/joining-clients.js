'use strict';

// Subscribers of a feed: they join over some time and stay. What they need grows with them, and ends
// when all are there.

const http = require('node:http');
const { listen } = require('./kit');

class Subscription {
  constructor(response) {
    this.response = response;
    this.recent = Array.from({ length: 30 }, (_, item) => ({ item, text: `item ${item}` }));
  }

  tell(text) {
    this.recent = [...this.recent.slice(1), { item: 0, text }];
    this.response.write(`data: ${text}\n\n`);
  }
}

const subscriptions = new Set();
setInterval(() => {
  for (const subscription of subscriptions) subscription.tell(`it is ${Date.now()}`);
}, 1000);

listen(
  http.createServer((request, response) => {
    const subscription = new Subscription(response);
    subscriptions.add(subscription);
    response.on('close', () => subscriptions.delete(subscription));
  }),
);
