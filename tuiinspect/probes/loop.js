/**
 * How the event loop of this thread does: how late it was at worst, and which share of its time it was busy.
 *
 * What lives in the target for it: a timer that keeps nothing alive. Of Node's own histograms it would take two:
 * one that was just reset misses a delay that begins before its first tick.
 */
(function createLoop(builtins, load) {
  'use strict';

  const { apply, now } = builtins;
  const { clearInterval, setInterval } = load('timers');
  const { performance } = load('perf_hooks');
  const { eventLoopUtilization } = performance;

  // A busy server loses near a hundredth of its time to 50 ticks a second.
  const RESOLUTION_MS = 50;
  // In less time it is our own reading that is seen.
  const SHORTEST_MS = 50;

  let worst = 0;
  let lastTick = now();
  let lastUse = apply(eventLoopUtilization, performance, []);

  const late = (moment) => (moment - lastTick) * 1000 - RESOLUTION_MS;

  const timer = setInterval(() => {
    const moment = now();
    const delay = late(moment);
    if (delay > worst) worst = delay;
    lastTick = moment;
  }, RESOLUTION_MS);
  timer.unref();

  return {
    /** Milliseconds by which the loop was late at worst since the last reading. */
    delay() {
      // Without a tick for long the loop stands still now, and we were let in by an interrupt.
      const waiting = late(now());
      const delay = waiting > worst ? waiting : worst;
      worst = 0;
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
      clearInterval(timer);
    },
  };
})
