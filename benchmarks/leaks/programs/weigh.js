'use strict';

// A preload for `prove.py`: on SIGUSR2 collects all garbage, in turns of their own so that finalizers
// run between, and says what is left.

const { isMainThread } = require('node:worker_threads');
const { setTimeout: wait } = require('node:timers/promises');

async function weigh() {
  for (let turn = 0; turn < 4; turn += 1) {
    globalThis.gc();
    await wait(20);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  console.log(`weight ${JSON.stringify({ at: performance.now(), heap: heapUsed, external, rss })}`);
}

if (isMainThread) process.on('SIGUSR2', weigh);
