'use strict';

// The thread of `worker-threads.js`.

const { parentPort } = require('node:worker_threads');

parentPort.on('message', (text) => {
  const counts = new Map();
  for (const word of text.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1);
  parentPort.postMessage(counts);
});
