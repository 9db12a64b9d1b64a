/**
 * How the event loop of this thread does: how late it was at worst, and which share of its time it was busy.
 *
 * What lives in the target for it: two histograms of the loop's delay.
 */
(function createLoop(builtins, load) {
  'use strict';

  const { apply } = builtins;
  const { performance, monitorEventLoopDelay } = load('perf_hooks');
  const { eventLoopUtilization } = performance;

  const RESOLUTION_MS = 20;
  // In less time it is our own reading that is seen.
  const SHORTEST_MS = 50;

  // Two, reset by turns: one that was just reset misses a delay that begins before its first tick.
  let recent = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let longer = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let told = 0;
  recent.enable();
  longer.enable();
  let lastUse = apply(eventLoopUtilization, performance, []);

  return {
    /** Milliseconds by which the loop was late at worst in the `elapsed` seconds since the last reading. */
    delay(elapsed) {
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
    },

    /** The share of the time since the last reading in which the loop did not wait; null right after that. */
    utilisation() {
      const use = apply(eventLoopUtilization, performance, []);
      const active = use.active - lastUse.active;
      const idle = use.idle - lastUse.idle;
      if (active + idle < SHORTEST_MS) return null;
      lastUse = use;
      const share = active / (active + idle);
      return share < 0 ? 0 : share > 1 ? 1 : share;
    },

    stop() {
      recent.disable();
      longer.disable();
    },
  };
})
