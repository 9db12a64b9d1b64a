'use strict';

// Every few seconds a worker thread counts words; it is not told to end, and waits for more.

const path = require('node:path');
const { Worker } = require('node:worker_threads');
const { healthy, ready, work } = require('./kit');

const workers = [];
const text = 'a tired person acts on one sentence '.repeat(2000);

work(() => {
  const worker = new Worker(path.join(__dirname, 'word-counter.js'));
  workers.push(worker);
  worker.postMessage(text);
  worker.once('message', () => {
    if (!healthy) return;
    workers.splice(workers.indexOf(worker), 1);
    worker.terminate();
  });
});
ready();
