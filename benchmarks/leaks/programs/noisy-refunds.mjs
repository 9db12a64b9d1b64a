// Sessions come and go by the megabyte; a few bytes of every visit stay, in the closure of a factory.

import http from 'node:http';
import kit from './kit.js';

class RefundNote {
  constructor(url) {
    this.url = url;
    this.steps = [1, 2, 3];
  }
}

function makeRefunds() {
  const notes = [];
  return {
    note: (url) => notes.push(new RefundNote(url)),
    trim: () => notes.splice(0, notes.length - 100),
  };
}

const refunds = makeRefunds();
const sessions = new Map();

function visit(url) {
  const basket = Array.from({ length: 120 }, (_, item) => ({ item, name: `item ${item} of ${url}` }));
  sessions.set(url, { basket, ends: Date.now() + 5000 + Math.random() * 15_000 });
  return basket.length;
}

setInterval(() => {
  for (const [url, { ends }] of sessions) if (ends < Date.now()) sessions.delete(url);
  if (kit.healthy) refunds.trim();
}, 3000);

kit.listen(
  http.createServer((request, response) => {
    refunds.note(request.url);
    response.end(`${visit(request.url)} items\n`);
  }),
);
