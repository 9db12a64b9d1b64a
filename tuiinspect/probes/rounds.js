/**
 * Counting again what is held weakly, for a limited time: each round goes on where the last one ended, and what
 * may rest for a while is passed over, unless time does not matter.
 */
(function describeRounds(builtins) {
  'use strict';

  const { deref, now } = builtins;

  /**
   * A record has its object as `ref` and its rest as `restUntil`. Returns a function that counts for at most
   * `budget` seconds and tells how many keep an older count; `gone` is told of each that is left out for good.
   */
  return function createRounds(records, countAgain, gone = () => {}) {
    let cursor = 0;

    function leaveOut(index) {
      gone(records[index]);
      const last = records.length - 1;
      records[index] = records[last];
      records.length = last;
    }

    return function recount(budget) {
      const start = now();
      let resting = 0;
      let left = records.length;
      for (let step = 1; left > 0; step++) {
        if (step % 64 === 0 && now() - start > budget) break;
        left--;
        if (cursor >= records.length) cursor = 0;
        const record = records[cursor];
        if (start < record.restUntil && budget !== Infinity) {
          resting++;
          cursor++;
          continue;
        }
        const object = deref(record.ref);
        if (object === undefined) {
          leaveOut(cursor);
          continue;
        }
        cursor++;
        countAgain(record, object);
      }
      return left + resting;
    };
  };
})
