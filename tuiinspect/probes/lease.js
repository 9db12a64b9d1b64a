/**
 * How long we stay without being asked: after `leaseTicks` ticks `leave` is called, and the inspector with
 * the id `closeInspector` (which only the main thread can) closed.
 *
 * Ticks are counted, not seconds, so that a thread that stands still (a snapshot) does not use the lease up.
 */
(function createLease(builtins, load, options, leave) {
  'use strict';

  const { apply, isArray, slice } = builtins;
  const { clearInterval, setInterval } = load('timers');

  const { _debugEnd, moduleLoadList } = process;
  const closes = typeof options.closeInspector === 'string' && typeof _debugEnd === 'function';
  let ticksLeft = options.leaseTicks;
  let over = false;

  const timer = setInterval(() => {
    ticksLeft--;
    if (ticksLeft > 0) return;
    end();
    if (closes) regardless(() => isStillThere() && _debugEnd());
  }, options.tickMs);
  timer.unref();

  /**
   * Whether it is the inspector that we opened: one that was closed and opened again meanwhile is somebody else's.
   *
   * Only a program that has loaded the module can have done so. For others it is not loaded, since its loading
   * puts another `process.chdir` into the program.
   */
  function isStillThere() {
    if (!isArray(moduleLoadList)) return true;
    for (let index = 0; index < moduleLoadList.length; index++) {
      if (moduleLoadList[index] !== 'NativeModule inspector') continue;
      const url = load('inspector').url();
      return typeof url === 'string' && slice(url, -options.closeInspector.length) === options.closeInspector;
    }
    return true;
  }

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
