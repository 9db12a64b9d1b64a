// A small heap that grows between the two snapshots it writes to the paths given.
'use strict';

const v8 = require('node:v8');

class Session {
  constructor(i) {
    this.id = i;
    this.token = `token-${i % 7}-`.repeat(3) + (i % 7);
  }
}

const kept = { sessions: new Map(), handlers: [], plain: [], joined: [] };

function add(from, to) {
  for (let i = from; i < to; i++) {
    const session = new Session(i);
    kept.sessions.set(i, session);
    kept.handlers.push(() => session.id);
    kept.plain.push(i % 3 ? { id: i, at: i } : { id: i, at: i, extra: [i] });
    kept.joined.push(['left', 'right', i % 5].join('-') + ` of ${i % 5}`);
  }
}

globalThis.kept = kept;
add(0, 40);
v8.writeHeapSnapshot(process.argv[2]);
add(40, 100);
for (let i = 0; i < 10; i++) kept.sessions.delete(i);
kept.handlers.splice(0, 10);
kept.plain.splice(0, 5);
v8.writeHeapSnapshot(process.argv[3]);
