/**
 * Whether this thread is at a point where Node's own modules may be used.
 *
 * An evaluation is let in wherever the thread happens to be: in the middle of Node's start, or of the
 * loading of one of its modules, what we ask for would be half made and might stay so.
 */
(function isReady() {
  'use strict';

  const UNFINISHED = /^node:internal\/(bootstrap\/|process\/pre_execution)/;

  /**
   * Whether the global Error is V8's own and no Proxy around it, whose traps Node itself would run to write a
   * stack: a Proxy's text has no name.
   */
  function isErrorGenuine() {
    const found = Reflect.getOwnPropertyDescriptor(globalThis, 'Error')?.value;
    return typeof found === 'function' && /^function Error\b/.test(Reflect.apply(Function.prototype.toString, found, []));
  }

  /** The frames below us, without the program's own preparation of stack traces, which is its code. */
  function frames() {
    const ours = { prepareStackTrace: (_, sites) => sites, stackTraceLimit: 200 };
    const keys = Object.keys(ours);
    const before = keys.map((key) => Reflect.getOwnPropertyDescriptor(Error, key));
    try {
      keys.forEach((key) => {
        Reflect.defineProperty(Error, key, { value: ours[key], writable: true, configurable: true });
      });
      return new Error('where are we').stack;
    } finally {
      keys.forEach((key, index) => {
        if (before[index] === undefined) delete Error[key];
        else Reflect.defineProperty(Error, key, before[index]);
      });
    }
  }

  try {
    // Where it is not the program's code runs already, be it from a module that is loaded before all others.
    const unfinished = isErrorGenuine() && frames().some((frame) => UNFINISHED.test(frame.getFileName() ?? ''));
    return !unfinished && performance.nodeTiming.bootstrapComplete > 0;
  } catch {
    // What a program has changed of this tells that its code has run, so Node's start is over.
    return true;
  }
})
