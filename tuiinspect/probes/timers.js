/** Active timers by callback and interval: those of one origin are a collection that nobody holds but Node. */
(function createTimerCounts(builtins, load) {
  'use strict';

  const { functionText, getPrototypeOf, hidden, isProxy, mapEntries, mapGet, mapNext, mapSet, nameOf } = builtins;
  const { now, own, slice, sort, Map } = builtins;

  const MAX_ORIGINS = 50;
  const MAX_KNOWN = 1_000;
  const LEAST = 5;
  // Out of the way of the numbers of collections.
  const FIRST_ID = 1_000_000_000;

  let known = hidden(new Map());
  let ids = 0;

  function prototypeOfTimers() {
    const { clearTimeout, setTimeout } = load('timers');
    const timer = setTimeout(() => {}, 1);
    clearTimeout(timer);
    return getPrototypeOf(timer);
  }

  function originOf(key, count) {
    let origin = mapGet(known, key);
    if (origin === undefined) {
      origin = hidden({ id: FIRST_ID + ++ids, baseline: count, since: now() });
      if (ids <= MAX_KNOWN) mapSet(known, key, origin);
    }
    return origin;
  }

  return {
    begin() {
      const groups = new Map();
      return {
        prototype: prototypeOfTimers(),

        note(timer) {
          const callback = own(timer, '_onTimeout');
          if (own(timer, '_destroyed') !== false || typeof callback !== 'function' || isProxy(callback)) return;
          const every = typeof own(timer, '_repeat') === 'number';
          const interval = own(timer, '_idleTimeout');
          const key = `${every} ${interval} ${nameOf(callback)} ${slice(functionText(callback), 0, 300)}`;
          let group = mapGet(groups, key);
          if (group === undefined) mapSet(groups, key, (group = { key, callback, every, interval, count: 0 }));
          group.count++;
        },

        /** [number, place among the functions, name, whether it repeats, ms, count, baseline, seconds]. */
        tell(functions) {
          const found = [];
          const entries = mapEntries(groups);
          for (let step = mapNext(entries); !step.done; step = mapNext(entries)) {
            if (step.value[1].count >= LEAST) found[found.length] = step.value[1];
          }
          sort(found, (a, b) => b.count - a.count);
          const rows = [];
          for (let index = 0; index < found.length && index < MAX_ORIGINS; index++) {
            const { key, callback, every, interval, count } = found[index];
            const { id, baseline, since } = originOf(key, count);
            const place = functions.length;
            functions[place] = callback;
            rows[index] = [id, place, nameOf(callback), every, interval, count, baseline, now() - since];
          }
          return rows;
        },
      };
    },

    clear() {
      known = hidden(new Map());
    },
  };
})
