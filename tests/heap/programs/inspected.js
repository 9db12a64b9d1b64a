// An object in a variable of the module, then a snapshot as a client of the inspector gets it, to the path given.
'use strict';

const fs = require('node:fs');
const { Session } = require('node:inspector');

class Held {}
const kept = new Map([['first', new Held()]]);

setInterval(() => kept, 54_321).unref();

setImmediate(() => {
  const session = new Session();
  session.connect();
  const chunks = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => chunks.push(params.chunk));
  session.post('HeapProfiler.takeHeapSnapshot', () => {
    fs.writeFileSync(process.argv[2], chunks.join(''));
    session.disconnect();
  });
});
