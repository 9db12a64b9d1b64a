'use strict';

// Much is made and thrown away beside a big, constant heap.

const { ready, work } = require('./kit');

class Particle {
  constructor(seed) {
    this.position = [seed, seed * 2, seed * 3];
    this.trail = Array.from({ length: 20 }, (_, step) => ({ step, at: seed + step }));
  }
}

let generation = [];

work((number) => {
  generation = Array.from({ length: 100 }, (_, seed) => new Particle(number + seed));
  generation.sort((one, other) => one.trail.length - other.trail.length);
});
ready();
