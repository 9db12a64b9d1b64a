// A small heap of varied shape, written as a snapshot to the path given.
'use strict';

const v8 = require('node:v8');

class Account {
  #secret = { pin: 1 };
  constructor(name) {
    this.name = name;
    this.tags = ['a', name];
  }
  reveal() {
    return this.#secret;
  }
}

const kept = {
  accounts: new Map(),
  notes: new WeakMap(),
  list: null,
  closures: [],
  joined: [],
  rings: new Set(),
  buffers: [Buffer.alloc(5000), new Float64Array(100)],
};

for (let i = 0; i < 60; i++) {
  const account = new Account(`account-${i}`);
  kept.accounts.set(account.name, account);
  kept.notes.set(account, { i, text: `note ${i}` });
  kept.list = { value: { i }, next: kept.list };
  kept.closures.push(() => account.name + i);
  kept.joined.push(`left ${i} `.repeat(3) + account.name + '\u2192 \u{1f600}');
  const ring = { n: i, 'odd, name': i };
  ring.self = ring;
  kept.rings.add(ring);
}
globalThis.kept = kept;
v8.writeHeapSnapshot(process.argv[2]);
