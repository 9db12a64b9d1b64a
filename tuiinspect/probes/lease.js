/**
 * How long we stay without being asked: after `leaseTicks` ticks `leave` is called, and with
 * `closeInspector` (which only the main thread can) the inspector closed.
 *
 * Ticks are counted, not seconds, so that a thread that stands still (a snapshot) does not use the lease up.
 */
(function createLease(builtins, load, options, leave) {
  'use strict';

  const { apply } = builtins;
  const { clearInterval, setInterval } = load('timers');

  const inspector = options.closeInspector ? load('inspector') : null;
  // One that was closed and opened again meanwhile is somebody else's.
  const url = inspector?.url();
  let ticksLeft = options.leaseTicks;
  let over = false;

  const timer = setInterval(() => {
    ticksLeft--;
    if (ticksLeft > 0) return;
    end();
    if (inspector !== null) regardless(() => inspector.url() === url && inspector.close());
  }, options.tickMs);
  timer.unref();

  /** What fails must not keep the rest from leaving, nor reach the program as an uncaught exception. */
  function regardless(step) {
    try {
      step();
    } catch {
      // There is nobody to tell.
    }
  }

  function end() {
    if (over) return;
    over = true;
    regardless(() => clearInterval(timer));
    leave();
  }

  return {
    end,
    regardless,

    extend(ticks) {
      ticksLeft = ticks > options.leaseTicks ? ticks : options.leaseTicks;
    },

    /** What the other side may call: each call renews the lease, and answers null once it is over. */
    whileItLasts(calls) {
      const renewing = { __proto__: null };
      const names = Object.keys(calls);
      for (let index = 0; index < names.length; index++) {
        const call = calls[names[index]];
        renewing[names[index]] = (...args) => {
          if (over) return null;
          if (ticksLeft < options.leaseTicks) ticksLeft = options.leaseTicks;
          return apply(call, undefined, args) ?? true;
        };
      }
      return renewing;
    },
  };
})
