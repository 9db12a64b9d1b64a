'use strict';

// Honest memory: a catalogue that is loaded at the start, used by nobody and never grows. With it a
// small program has the heap of a big one.

const v8 = require('node:v8');
const vm = require('node:vm');

class Product {
  constructor(number) {
    this.sku = `sku-${number}`;
    this.title = `Product number ${number} of the catalogue`;
    this.price = number * 0.25 + 0.1;
    this.tags = ['catalogue', this.sku, number % 7];
    this.size = { width: number % 100, height: number % 70, depth: 0.5 };
    this.reviews = [new Review(number, 'as described'), new Review(number + 1, 'arrived late')];
  }
}

class Review {
  constructor(number, verdict) {
    this.author = `customer ${number}`;
    this.stars = number % 6;
    this.verdict = verdict;
  }
}

const catalogue = new Map();

function fill(bytes) {
  const collectGarbage = exposeCollector();
  const live = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };

  const empty = live();
  addProducts(1000);
  let used = live();
  const productSize = (used - empty) / catalogue.size;

  // The Map's table grows in leaps, so the last part is approached in steps.
  while (bytes - used > bytes / 200) {
    addProducts(Math.ceil(((bytes - used) * 0.8) / productSize));
    used = live();
  }
}

function addProducts(amount) {
  for (const end = catalogue.size + amount; catalogue.size < end; ) {
    const product = new Product(catalogue.size);
    catalogue.set(product.sku, product);
  }
}

function exposeCollector() {
  // Only what survives a collection counts as size; the flag is a new context's matter, so it goes again.
  v8.setFlagsFromString('--expose-gc');
  const collectGarbage = vm.runInNewContext('gc');
  v8.setFlagsFromString('--no-expose-gc');
  return collectGarbage;
}

module.exports = { fill };
