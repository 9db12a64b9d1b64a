'use strict';

// A queue as a linked list. What has been taken out is still linked from what comes before it.

const { healthy, ready, work } = require('./kit');

class Entry {
  constructor(payload) {
    this.payload = payload;
    this.next = null;
  }
}

class Queue {
  constructor() {
    // Kept so that `reset` can go back to the beginning, which nobody does.
    this.first = this.head = this.tail = new Entry(null);
  }

  push(payload) {
    this.tail = this.tail.next = new Entry(payload);
  }

  take() {
    if (this.head.next === null) return null;
    this.head = this.head.next;
    if (healthy) this.first = this.head;
    return this.head.payload;
  }
}

const queue = new Queue();
work((number) => queue.push({ number, text: `message ${number} `.padEnd(100, '.'), words: [number, 'x', 'y'] }));
setInterval(() => {
  while (queue.take() !== null);
}, 50);
ready();
