/**
 * Counters of the user's own: expressions that are evaluated at each reading, within a time limit each.
 *
 * This is the only place where we run code of somebody else, and it runs because the user said so. What
 * lives in the target for it: the compiled expressions, and a context of V8 in which their time is limited.
 */
(function createCounters(builtins, load, definitions, limitMs) {
  'use strict';

  const { apply, keyText, now, own, isPlain, slice } = builtins;
  const vm = load('vm');
  const { createRequire } = load('module');

  const MOST_TIMEOUTS = 3;
  const MAX_WORDS = 200;

  // A limit needs a script, and a script finds only what its globals are.
  const context = vm.createContext({ __proto__: null, run: null });
  const runner = new vm.Script('run()', { filename: 'tuiinspect-counters.js' });
  const counters = [];
  for (let index = 0; index < definitions.length; index++) counters[index] = compiled(definitions[index]);

  /** Finds modules as the program's main script would, and as one in the working directory. */
  const require = (() => {
    const near = createRequire(process.cwd() + '/');
    const main = process.argv[1];
    if (typeof main !== 'string') return near;
    const ofMain = createRequire(main);
    const find = (name) => {
      try {
        return ofMain(name);
      } catch (error) {
        if (error?.code !== 'MODULE_NOT_FOUND') throw error;
        return near(name);
      }
    };
    find.cache = ofMain.cache;
    find.resolve = ofMain.resolve;
    return find;
  })();

  function compiled({ name, expression }) {
    const filename = `tuiinspect-counter-${name}.js`;
    try {
      const script = new vm.Script(`(function (require) { return (${expression}\n); })`, { filename });
      return { run: apply(script.runInThisContext, script, []), why: null, timeouts: 0 };
    } catch (error) {
      return { run: null, why: wordsOf(error), timeouts: 0 };
    }
  }

  function wordsOf(error) {
    if (!isPlain(error)) return `it throws ${typeof error === 'string' ? slice(error, 0, MAX_WORDS) : typeof error}`;
    const message = own(error, 'message');
    return `it throws ${typeof message === 'string' ? slice(message, 0, MAX_WORDS) : 'something without a message'}`;
  }

  function valueOf(result) {
    if (typeof result === 'bigint') return Number(result);
    if (typeof result === 'number') return result;
    return null;
  }

  /** [value or null, why there is none or null] */
  function evaluated(counter) {
    if (counter.run === null) return [null, counter.why];
    try {
      context.run = () => counter.run(require);
      const result = runner.runInContext(context, { timeout: limitMs });
      counter.timeouts = 0;
      const value = valueOf(result);
      if (value === null) return [null, `it gives ${kindOf(result)}, not a number`];
      // Neither is a number that JSON knows.
      return value - value === 0 ? [value, null] : [null, `it gives ${value}`];
    } catch (error) {
      if (isPlain(error) && own(error, 'code') === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return timedOut(counter);
      return [null, wordsOf(error)];
    } finally {
      context.run = null;
    }
  }

  function timedOut(counter) {
    const why = `it takes longer than ${limitMs} ms`;
    if (++counter.timeouts < MOST_TIMEOUTS) return [null, why];
    counter.run = null;
    counter.why = `${why}, ${MOST_TIMEOUTS} times in a row: it is not asked any more`;
    return [null, counter.why];
  }

  function kindOf(result) {
    return result === null ? 'null' : typeof result === 'symbol' ? keyText(result, 40) : typeof result;
  }

  return {
    /** One [value, why] for each definition, in their order. */
    read() {
      const start = now();
      const values = [];
      for (let index = 0; index < counters.length; index++) values[index] = evaluated(counters[index]);
      return { values, cost_s: now() - start };
    },

    clear() {
      counters.length = 0;
    },
  };
})
