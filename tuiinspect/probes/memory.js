/**
 * One reading of this thread's memory, and the garbage collections since the last one.
 *
 * What lives in the target for it: an observer of collections, a timer that notes when it is late.
 */
(function createMemory(builtins, load) {
  'use strict';

  const { now, uncurry } = builtins;
  const { PerformanceObserver, performance, constants } = load('perf_hooks');
  const { clearInterval, setInterval } = load('timers');
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
  const PULSE_MS = 20;

  let collections = [];
  let floor = null;
  // The first reading's CPU share is that of the whole life of the process.
  let lastCpu = { user: 0, system: 0 };
  let lastTime = now() - uptime();

  function note(list) {
    const entries = list.getEntries();
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index];
      const kind = KINDS[entry.detail?.kind] ?? 'minor';
      const heapAfter = kind === 'major' ? getHeapStatistics().used_heap_size : null;
      if (heapAfter !== null) floor = heapAfter;
      // In an allocation storm the minor ones are many and alike: the newest and all major ones are kept.
      if (collections.length >= MAX_COLLECTIONS) forgetOneMinor();
      collections[collections.length] = {
        end: entry.startTime + entry.duration,
        pause: entry.duration,
        kind,
        heapAfter,
      };
    }
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

  // Not monitorEventLoopDelay: when it is reset it misses the delay that begins before its next tick.
  let due = now() + PULSE_MS / 1000;
  let latest = 0;
  const pulse = setInterval(() => {
    const time = now();
    if (time - due > latest) latest = time - due;
    due = time + PULSE_MS / 1000;
  }, PULSE_MS);
  pulse.unref();

  /** Milliseconds by which the loop was late at worst since the last reading, or is late now. */
  function loopDelay(time) {
    const delay = time - due > latest ? time - due : latest;
    latest = 0;
    return 1000 * delay;
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
        loop_delay_ms: loopDelay(start),
        cpu_percent: cpuPercent(start),
        resources: activeResources(),
        collections: drainCollections(),
        gc_floor: floor,
      };
      answer.cost_s = now() - start;
      return answer;
    },

    stop() {
      observer.disconnect();
      clearInterval(pulse);
      collections = [];
    },
  };
})
