/**
 * One reading of this thread's memory, and the garbage collections since the last one.
 *
 * What lives in the target for it: an observer of collections, two histograms of the event loop's delay.
 */
(function createMemory(builtins, load) {
  'use strict';

  const { now, uncurry } = builtins;
  const { PerformanceObserver, performance, monitorEventLoopDelay, constants } = load('perf_hooks');
  const { getHeapStatistics } = load('v8');
  const { isMainThread, threadId } = load('worker_threads');
  const { memoryUsage, cpuUsage, getActiveResourcesInfo, uptime } = process;
  const performanceNow = uncurry(performance.now);

  const KINDS = {
    __proto__: null,
    [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
    [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
    [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
    [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weak callbacks',
  };
  const MAX_COLLECTIONS = 200;
  const RESOLUTION_MS = 20;

  let collections = [];
  let floor = null;
  // The first reading's CPU share is that of the whole life of the process.
  let lastCpu = { user: 0, system: 0 };
  let lastTime = now() - uptime();
  let lastReading = now();

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

  // Two, reset by turns: one that was just reset misses a delay that begins before its first tick.
  let recent = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let longer = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let told = 0;
  recent.enable();
  longer.enable();

  /** Milliseconds by which the loop was late at worst in the `elapsed` seconds since the last reading. */
  function loopDelay(elapsed) {
    const silent = recent.count === 0 && elapsed * 1000 > 5 * RESOLUTION_MS;
    // What only the longer one has seen, and was not told the last time, is new.
    const seen = longer.count > 0 && longer.max > told ? longer.max : recent.max;
    longer.reset();
    const justReset = longer;
    longer = recent;
    recent = justReset;
    told = seen;
    // Without a tick the loop stands still now, and we were let in by an interrupt.
    const delay = silent ? elapsed * 1000 : seen / 1e6 - RESOLUTION_MS;
    return delay > 0 ? delay : 0;
  }

  function cpuPercent(time) {
    const cpu = cpuUsage();
    const used = (cpu.user + cpu.system - lastCpu.user - lastCpu.system) / 1e6;
    const elapsed = time - lastTime;
    lastCpu = cpu;
    lastTime = time;
    return elapsed > 0 ? (100 * used) / elapsed : 0;
  }

  function activeResources() {
    const counts = { __proto__: null };
    const names = getActiveResourcesInfo();
    for (let index = 0; index < names.length; index++) {
      counts[names[index]] = (counts[names[index]] ?? 0) + 1;
    }
    return counts;
  }

  /** Collections as [seconds ago, kind, pause in seconds, heap after or null]. */
  function drainCollections() {
    const clock = performanceNow(performance);
    const drained = [];
    for (let index = 0; index < collections.length; index++) {
      const { end, pause, kind, heapAfter } = collections[index];
      drained[index] = [(clock - end) / 1000, kind, pause / 1000, heapAfter];
    }
    collections = [];
    return drained;
  }

  return {
    read() {
      const start = now();
      const usage = memoryUsage();
      const answer = {
        thread: isMainThread ? 'main' : `worker:${threadId}`,
        heap_used: usage.heapUsed,
        heap_total: usage.heapTotal,
        heap_limit: getHeapStatistics().heap_size_limit,
        external: usage.external,
        array_buffers: usage.arrayBuffers,
        rss: usage.rss,
        loop_delay_ms: loopDelay(start - lastReading),
        cpu_percent: cpuPercent(start),
        resources: activeResources(),
        collections: drainCollections(),
        gc_floor: floor,
      };
      lastReading = start;
      answer.cost_s = now() - start;
      return answer;
    },

    stop() {
      observer.disconnect();
      recent.disable();
      longer.disable();
      collections = [];
    },
  };
})
