// Two snapshots of one process, between them new objects and some that are gone.
'use strict';

const v8 = require('node:v8');

class Kept {
  constructor(at) {
    this.at = { at };
  }
}

globalThis.kept = Array.from({ length: 100 }, (_, at) => new Kept(at));
v8.writeHeapSnapshot(process.argv[2]);
for (let at = 0; at < 2_000; at++) {
  kept.push(new Kept(at));
  if (at % 3 === 0) {
    kept[at] = new Kept(at);
  }
}
v8.writeHeapSnapshot(process.argv[3]);
