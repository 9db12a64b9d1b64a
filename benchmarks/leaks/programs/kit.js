'use strict';

// What the programs share: their options, how they tell that they are ready, and a clock that gives
// work at a steady rate to those that nobody visits.

const { parseArgs } = require('node:util');

const { values } = parseArgs({
  options: {
    healthy: { type: 'boolean', default: false },
    ballast: { type: 'string', default: '0' },
    rate: { type: 'string', default: '50' },
  },
});

const healthy = values.healthy;
const rate = Number(values.rate);

// Whoever started us is gone when the pipe closes.
process.stdin.resume().on('close', () => process.exit(0));

if (Number(values.ballast) > 0) require('./ballast').fill(Number(values.ballast) * 1e6);

/** Listens on a free port of the loopback and says which. */
function listen(server) {
  server.listen(0, '127.0.0.1', () => ready({ port: server.address().port }));
}

function ready(facts = {}) {
  console.log(`ready ${JSON.stringify(facts)}`);
}

/** Calls `work(n)` `rate` times a second; what a pause kept away is made up for, at most a second of it. */
function work(task) {
  let due = 0;
  let number = 0;
  let last = performance.now();
  return setInterval(() => {
    const now = performance.now();
    due += (Math.min(now - last, 1000) / 1000) * rate;
    last = now;
    for (; due >= 1; due -= 1) task(number++);
  }, 20);
}

module.exports = { healthy, rate, listen, ready, work };
