/**
 * The listeners of an event in groups of equal source text, so that only a few must be located.
 *
 * Equal short texts may come from different places (`() => {}`): of those several members are given.
 */
(function createFunctions(builtins, emitters, registry, callSites, patternOf) {
  'use strict';

  const { apply, deref, functionText, indexOf, isPlain, isProxy, keyText, mapGet, mapSet, nameOf, now } = builtins;
  const { inherited, own, slice, sort, startsWith, Map } = builtins;
  const { floor } = Math;

  const MAX_LISTENERS = 20_000;
  const MAX_SECONDS = 0.1;
  const MAX_GROUPS = 50;
  const SHORT_TEXT = 120;
  const MEMBERS_OF_SHORT = 32;

  const onceWrapper = wrapperOfOnce();

  /** What `once` of this Node hands to `on`: looks and name differ between versions. */
  function wrapperOfOnce() {
    let wrapper;
    try {
      const on = (_, listener) => (wrapper = listener);
      apply(emitters.EventEmitter.prototype.once, { on }, ['event', () => {}]);
    } catch {
      return undefined;
    }
    return typeof wrapper === 'function' ? { name: nameOf(wrapper), text: functionText(wrapper) } : undefined;
  }

  function isOnceWrapper(listener) {
    return nameOf(listener) === onceWrapper?.name && functionText(listener) === onceWrapper.text;
  }

  /** The function the program gave, behind what Node put around it. */
  function unwrap(listener, once) {
    if (typeof listener === 'function' && !isProxy(listener)) {
      const given = own(listener, 'listener');
      if (typeof given === 'function') {
        return { callable: given, once: once || isOnceWrapper(listener) };
      }
      // `signal.onabort = handler` listens through a function of Node's.
      const handler = nameOf(listener) === 'eventHandler' ? own(listener, 'handler') : undefined;
      return { callable: typeof handler === 'function' ? handler : listener, once };
    }
    if (!isPlain(listener)) return { callable: listener, once };
    const method = inherited(listener, 'handleEvent') ?? own(listener, 'fn');
    return { callable: method, once: once || own(listener, 'once') === true };
  }

  /** Text enough to tell two functions apart without hashing all of a long one, and where they were added. */
  function keyOf(callable, once, site) {
    const text = functionText(callable);
    const brief = text.length <= 400 ? text : slice(text, 0, 300) + slice(text, -100) + text.length;
    return { key: `${once} ${site?.id} ${nameOf(callable)} ${brief}`, text };
  }

  function createGroups() {
    const byKey = new Map();
    const groups = [];

    return {
      groups,
      add(listener, registeredOnce, site) {
        const { callable, once } = unwrap(listener, registeredOnce);
        if (typeof callable !== 'function' || isProxy(callable)) return;
        const { key, text } = keyOf(callable, once, site);
        let group = mapGet(byKey, key);
        if (group === undefined) {
          // A bound function's text says nothing of its target's.
          const bound = indexOf(text, '[native code]') >= 0 && startsWith(nameOf(callable), 'bound ');
          const several = bound || text.length <= SHORT_TEXT;
          group = { name: nameOf(callable), once, site, count: 0, several, all: [] };
          mapSet(byKey, key, group);
          groups[groups.length] = group;
        }
        if (group.several || group.count === 0) group.all[group.count] = callable;
        group.count++;
      },
    };
  }

  function eventsNamed(record, text) {
    const found = [];
    for (let at = 0; at < record.events.length; at += registry.STRIDE) {
      const event = record.events[at];
      if (keyText(event) === text || patternOf(event) === text) found[found.length] = event;
    }
    return found;
  }

  /**
   * [count, once, name, the place it was added from, members, function, …] of each group in one flat array,
   * largest group first. The place is a URL, line, column and function, or four times null.
   */
  function flatten(groups) {
    const flat = [];
    for (let index = 0; index < groups.length && index < MAX_GROUPS; index++) {
      const { name, once, site, count, all } = groups[index];
      const members = all.length < MEMBERS_OF_SHORT ? all.length : MEMBERS_OF_SHORT;
      flat[flat.length] = count;
      flat[flat.length] = once;
      flat[flat.length] = name;
      flat[flat.length] = site?.url ?? null;
      flat[flat.length] = site?.line ?? null;
      flat[flat.length] = site?.column ?? null;
      flat[flat.length] = site?.caller ?? null;
      flat[flat.length] = members;
      for (let member = 0; member < members; member++) {
        flat[flat.length] = all[floor((member * all.length) / members)];
      }
    }
    return flat;
  }

  return function functions(id, eventText) {
    const record = registry.find(id);
    const emitter = record && deref(record.ref);
    if (emitter === undefined) return [];
    const { groups, add } = createGroups();
    const end = now() + MAX_SECONDS;
    let seen = 0;
    let siteOf;
    const visit = (listener, once) => {
      add(listener, once, siteOf(listener));
      seen++;
      return seen < MAX_LISTENERS && (seen % 256 !== 0 || now() < end);
    };
    const events = eventsNamed(record, eventText);
    for (let index = 0; index < events.length && seen < MAX_LISTENERS && now() < end; index++) {
      siteOf = callSites.tellerOf(emitter, events[index]);
      emitters.eachListener(emitter, record.target, events[index], visit);
    }
    return flatten(sort(groups, (a, b) => b.count - a.count));
  };
})
