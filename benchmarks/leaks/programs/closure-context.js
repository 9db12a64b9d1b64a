'use strict';

// The well-known one: a function that nobody calls shares its context with one that is kept, and so
// each batch holds the one before it.

const { healthy, ready, work } = require('./kit');

class Batch {
  constructor(number) {
    this.number = number;
    this.rows = Array.from({ length: 40 }, (_, row) => [number, row, `row ${row} of ${number}`]);
  }
}

let latest = null;

function replaceLatest(number) {
  const previous = latest;
  const compare = () => previous && previous.batch.number < number;
  latest = { batch: new Batch(number), describe: () => `batch ${number}` };
  if (healthy) latest.describe = describeBatch;
  return compare;
}

function describeBatch() {
  return `batch ${this.batch.number}`;
}

work((number) => replaceLatest(number)());
ready();
