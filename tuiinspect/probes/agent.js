/**
 * The one object of ours in the target: everything else of us hangs on it and leaves with it.
 * It lives as long as we ask: when its lease is over it takes everything out.
 */
(function createAgent(parts, load, options) {
  'use strict';

  const NOTHING_BEYOND = { emitters: 0, listeners: 0, events: 0 };

  const builtins = parts.builtins(load);
  const { now } = builtins;

  const emitters = parts.emitters(builtins, load);
  const names = parts.names(builtins);
  const classes = parts.classes(builtins);
  const collections = parts.collections(builtins, classes);
  const createRounds = parts.rounds(builtins);
  const registry = parts.registry(builtins, emitters, classes, createRounds);
  const sizes = parts.sizes(builtins, collections, classes, createRounds);
  const patterns = parts.patterns(builtins, registry.STRIDE);
  const createRanking = parts.ranking(builtins);
  const rows = parts.listeners(builtins, emitters, registry, names, patterns, createRanking, options.top);
  const signals = parts.signals(builtins);
  const createWalk = parts.walk(builtins, emitters, registry, collections, sizes, names, signals);
  const places = parts.places(builtins, load);
  const reach = parts.reach(builtins, createWalk, names, places, load);
  const scopes = parts.scopes(builtins, createWalk, places);
  const callSites = parts.callsites(builtins, registry, parts.stack(builtins));
  const functions = parts.functions(builtins, emitters, registry, callSites, patterns.patternOf);
  const captured = parts.captured(builtins, collections);
  const survivors = parts.survivors(builtins);
  const timers = parts.timers(builtins, load);
  const dictionaries = parts.dictionaries(builtins, collections, classes, options.patience);
  const largest = parts.largest(builtins, collections, sizes);
  const weak = parts.weak(builtins, load);
  const counts = { largest, known: sizes, survivors, timers, dictionaries, weak };
  const census = parts.census(builtins, emitters, registry, collections, counts);
  const hook = parts.hook(builtins, parts.wrappers, emitters, {
    notice: registry.notice,
    threshold: options.threshold,
    owner: options.owner ?? undefined,
    leave: () => lease.end(),
  });

  let counters =
    options.counters.length > 0 ? parts.counters(builtins, load, options.counters, options.counterLimitMs) : null;
  let memory = parts.memory(parts, builtins, load, names);
  const textOf = parts.text(builtins);
  const lease = parts.lease(builtins, load, options, takeOut);

  function takeOut() {
    lease.regardless(() => hook.remove());
    lease.regardless(() => callSites.end());
    lease.regardless(() => memory.stop());
    memory = null;
    counters?.clear();
    counters = null;
    registry.clear();
    sizes.clear();
    classes.clear();
    signals.clear();
    census.clear();
    reach.clear();
    scopes.clear();
  }

  function listenersNow(rowsNow, stale, extra, start) {
    return {
      ...rowsNow,
      emitters: registry.records.length + extra.emitters,
      listeners: registry.totals.listeners + extra.listeners,
      events: registry.totals.events + extra.events,
      stale,
      hook: hook.installed,
      call_sites: hook.installed && callSites.on,
      cost_s: now() - start,
    };
  }

  function recount(tell) {
    const start = now();
    const stale = registry.recount(options.recountBudget);
    return listenersNow(tell(), stale, NOTHING_BEYOND, start);
  }

  function collectionsNow() {
    const start = now();
    const stale = sizes.recount(options.sizesBudget);
    return {
      rows: sizes.top(options.topCollections),
      collections: sizes.known,
      survivors: survivors.count(),
      stale,
      cost_s: now() - start,
    };
  }

  function sample(anew) {
    return textOf({
      counters: counters?.read() ?? null,
      memory: memory.read(),
      listeners: recount(() => rows.news(anew)),
      collections: collectionsNow(),
    });
  }

  const calls = {
    sample: () => sample(false),
    /** For somebody who does not know what was told before. */
    sampleAnew: () => sample(true),
    readMemory: () => memory.read(),
    recount: (top) => recount(() => rows.top(top)),
    contents(id) {
      const record = sizes.find(id);
      const object = record && builtins.deref(record.ref);
      return { row: object === undefined ? null : largest.rowOf(record, object) };
    },

    reachFurther: () => reach.goOn(options.reachBudget),
    /** What there was no reason to note before may be large by now: a function with few properties, say. */
    reachAnew() {
      scopes.clear();
      reach.begin(scopes.offer);
      return true;
    },
    functionsToOpen: () => scopes.take(),
    lookInScopes: (facts, found) => scopes.look(options.reachBudget, facts, found),

    countCollections: collectionsNow,

    mark() {
      sizes.mark();
      return registry.mark();
    },

    functions,
    captured,

    newestEmitter: registry.newest,

    /** The emitters themselves, undefined for those that are gone. */
    emitters(ids) {
      const found = [];
      for (let at = 0; at < ids.length; at++) {
        const record = registry.find(ids[at]);
        found[at] = record && builtins.deref(record.ref);
      }
      return found;
    },

    setHook(on) {
      const why = on ? hook.install() : hook.remove();
      return { installed: hook.installed, why: why ?? null };
    },

    setCallSites(on) {
      const why = !on ? callSites.end() : hook.installed ? callSites.begin() : 'the hook is not in .on()';
      hook.tellOfAdded(callSites.on ? callSites.note : null);
      return { installed: callSites.on, why: why ?? null };
    },

    extendLease: lease.extend,

    rootPrototype: () => builtins.getPrototypeOf({}),

    clock: () => ({ now: now(), rss: process.memoryUsage().rss, heap: process.memoryUsage().heapUsed }),

    /** The answer, and beside it the constructors of its classes, whose places only the inspector knows. */
    census(objects) {
      const start = now();
      const { beyond, constructors, ...counted } = census.count(objects);
      const stale = registry.recount(Infinity);
      const listeners = listenersNow(rows.top(options.top), stale, beyond, start);
      return { answer: { ...counted, listeners, objects: objects.length, after: calls.clock() }, constructors };
    },

    remove: lease.end,
  };

  const agent = lease.whileItLasts(calls);
  // Where this program cannot be looked at, the hook and a census still find what there is.
  lease.regardless(() => {
    reach.begin(scopes.offer);
    reach.goOn(options.reachBudget);
  });
  // The line broke and was made anew: what we left behind then need not wait for its lease to end.
  lease.regardless(() => hook.dismissOlder());
  const hookState = options.hook ? calls.setHook(true) : { installed: false, why: null };
  const callSitesState = calls.setCallSites(options.callSites);
  agent.installed = { hook: hookState, callSites: callSitesState, cwd: process.cwd() };
  return agent;
})
