/**
 * The garbage collections of this thread: each of them since the last reading, and all of them in numbers.
 *
 * What lives in the target for it: an observer of collections.
 */
(function createCollector(builtins, load) {
  'use strict';

  const { uncurry } = builtins;
  const { PerformanceObserver, performance, constants } = load('perf_hooks');
  const { getHeapStatistics } = load('v8');
  const performanceNow = uncurry(performance.now);

  const KINDS = {
    __proto__: null,
    [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
    [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
    [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
    [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weak callbacks',
  };
  const MAX_COLLECTIONS = 200;

  let collections = [];
  let floor = null;
  const totals = { __proto__: null };

  function note(list) {
    try {
      const entries = list.getEntries();
      for (let index = 0; index < entries.length; index++) keep(entries[index]);
    } catch {
      // An exception here would be the program's uncaught one.
    }
  }

  function keep({ detail, startTime, duration }) {
    const kind = KINDS[detail?.kind] ?? 'minor';
    const total = (totals[kind] ??= [0, 0]);
    total[0]++;
    total[1] += duration / 1000;
    const heapAfter = kind === 'major' ? getHeapStatistics().used_heap_size : null;
    if (heapAfter !== null) floor = heapAfter;
    // In an allocation storm the minor ones are many and alike: the newest and all major ones are kept.
    if (collections.length >= MAX_COLLECTIONS) forgetOneMinor();
    collections[collections.length] = { end: startTime + duration, pause: duration, kind, heapAfter };
  }

  function forgetOneMinor() {
    let gone = 0;
    while (gone < collections.length - 1 && collections[gone].kind === 'major') gone++;
    for (let index = gone + 1; index < collections.length; index++) {
      collections[index - 1] = collections[index];
    }
    collections.length--;
  }

  const observer = new PerformanceObserver(note);
  observer.observe({ entryTypes: ['gc'] });

  return {
    /** How many there were of each kind since we came, and the seconds that they took. */
    totals,

    /** Heap used after the latest major one. */
    floor: () => floor,

    /** Those since the last reading as [seconds ago, kind, pause in seconds, heap after or null]. */
    drain() {
      const clock = performanceNow(performance);
      const drained = [];
      for (let index = 0; index < collections.length; index++) {
        const { end, pause, kind, heapAfter } = collections[index];
        drained[index] = [(clock - end) / 1000, kind, pause / 1000, heapAfter];
      }
      collections = [];
      return drained;
    },

    stop() {
      observer.disconnect();
      collections = [];
    },
  };
})
