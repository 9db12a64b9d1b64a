'use strict';

// Orders wait for a confirmation; some kinds are never confirmed, and their callbacks wait for ever.

const { healthy, ready, work } = require('./kit');

const waiting = [];

class Order {
  constructor(number) {
    this.number = number;
    this.items = Array.from({ length: 12 }, (_, item) => ({ article: `article ${item}`, amount: item + 1 }));
  }

  confirm() {
    this.confirmed = true;
  }
}

function whenConfirmed(kind, callback) {
  waiting.push({ kind, callback });
}

function confirm(kind) {
  for (let at = waiting.length - 1; at >= 0; at -= 1) {
    if (waiting[at].kind !== kind) continue;
    waiting[at].callback();
    waiting.splice(at, 1);
  }
}

work((number) => {
  const order = new Order(number);
  whenConfirmed(number % 3 === 0 ? 'gift' : 'sale', () => order.confirm());
});
setInterval(() => confirm('sale'), 500);
if (healthy) setInterval(() => confirm('gift'), 700);
ready();
