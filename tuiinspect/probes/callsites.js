/**
 * From where `.on()` was called: for the listeners of emitters that we know, from when it is asked for.
 *
 * What is kept hangs on the listener, weakly, so that nothing lives longer for it. Two tables by turns bound
 * its number: when the newer is full, the older is forgotten. What it takes of the program's time is bounded
 * as well: in a rush some listeners remain without a site.
 */
(function createCallSites(builtins, registry, stack) {
  'use strict';

  const { hidden, isObject, mapGet, mapSet, mapSize, now, slice, startsWith } = builtins;
  const { unseen, weakGet, weakSet, Map, WeakMap } = builtins;

  const MAX_LISTENERS = 25_000;
  const MAX_SITES = 1_000;
  const MAX_CHAIN = 8;
  const MAX_TEXT = 500;
  const SHARE = 0.05;
  const BURST_S = 0.1;
  const OURS = 'tuiinspect-';

  const Site = unseen(
    class Site {
      constructor(id, url, line, column, caller) {
        this.id = id;
        this.url = url;
        this.line = line;
        this.column = column;
        this.caller = caller;
      }
    },
  );

  /** That a listener was added to an event from a site, so many times; `older` is what went before. */
  const Added = unseen(
    class Added {
      constructor(event, site, older) {
        this.event = event;
        this.site = site;
        this.times = 1;
        this.older = older;
      }
    },
  );

  let newer = null;
  let older = null;
  let kept = 0;
  let sites = hidden(new Map());
  // Seconds that may be spent now: they come back in the course of time.
  let allowance = BURST_S;
  let lastTime = now();

  function urlOf(call) {
    const url = stack.read.getScriptNameOrSourceURL(call);
    return typeof url === 'string' ? slice(url, 0, MAX_TEXT) : '';
  }

  /** The nearest call that is neither ours nor Node's; the nearest of Node's where all are. */
  function nearest(calls) {
    let ofNode;
    for (let index = 0; index < calls.length; index++) {
      const call = calls[index];
      // What is built into V8 has no line.
      if (typeof stack.read.getLineNumber(call) !== 'number') continue;
      const url = urlOf(call);
      if (startsWith(url, OURS)) continue;
      if (!startsWith(url, 'node:')) return siteOf(call, url);
      ofNode ??= call;
    }
    return ofNode === undefined ? undefined : siteOf(ofNode, urlOf(ofNode));
  }

  function siteOf(call, url) {
    const line = stack.read.getLineNumber(call);
    const column = stack.read.getColumnNumber(call) ?? 1;
    const key = `${line}:${column}:${url}`;
    let site = mapGet(sites, key);
    if (site === undefined && mapSize(sites) < MAX_SITES) {
      const caller = stack.read.getFunctionName(call);
      site = new Site(mapSize(sites) + 1, url, line, column, typeof caller === 'string' ? slice(caller, 0, 80) : '');
      mapSet(sites, key, site);
    }
    return site;
  }

  function keep(emitter, event, listener, site) {
    if (kept >= MAX_LISTENERS) {
      older = newer;
      newer = hidden(new WeakMap());
      kept = 0;
    }
    let ofEmitter = weakGet(newer, emitter);
    if (ofEmitter === undefined) weakSet(newer, emitter, (ofEmitter = hidden(new WeakMap())));
    const first = weakGet(ofEmitter, listener);
    for (let added = first, length = 1; added !== undefined; added = added.older, length++) {
      if (added.event === event && added.site === site) {
        added.times++;
        return;
      }
      if (length === MAX_CHAIN) added.older = undefined;
    }
    weakSet(ofEmitter, listener, new Added(event, site, first));
    kept++;
  }

  /** The site of the `nth` of the times that a listener listens to an event; the latest sites come first. */
  function siteOfNth(emitter, event, listener, nth) {
    let left = nth;
    for (let table = newer; table !== null; table = table === newer ? older : null) {
      const ofEmitter = weakGet(table, emitter);
      let added = ofEmitter === undefined ? undefined : weakGet(ofEmitter, listener);
      for (; added !== undefined; added = added.older) {
        if (added.event !== event) continue;
        if (left < added.times) return added.site;
        left -= added.times;
      }
    }
    return undefined;
  }

  return {
    get on() {
      return newer !== null;
    },

    /** Returns why there can be none, or null. */
    begin() {
      if (!stack.begin()) return 'this program has its own way with stacks';
      newer ??= hidden(new WeakMap());
      return null;
    },

    end() {
      newer = older = null;
      kept = 0;
      sites = hidden(new Map());
      stack.giveBack();
    },

    /** What the hook tells: `listener` was just added. */
    note(emitter, event, listener) {
      if (newer === null || !isObject(listener) || !registry.knows(emitter)) return;
      const start = now();
      allowance += (start - lastTime) * SHARE;
      if (allowance > BURST_S) allowance = BURST_S;
      lastTime = start;
      if (allowance < 0) return;
      const calls = stack.take();
      const site = calls === undefined ? undefined : nearest(calls);
      if (site !== undefined) keep(emitter, event, listener, site);
      allowance -= now() - start;
    },

    /** Asked for each listener of an event, one after the other: from where it was added, if that is known. */
    tellerOf(emitter, event) {
      const met = new Map();
      return (listener) => {
        if (newer === null || !isObject(listener)) return undefined;
        const nth = mapGet(met, listener) ?? 0;
        mapSet(met, listener, nth + 1);
        return siteOfNth(emitter, event, listener, nth);
      };
    },
  };
})
