/**
 * What an emitter is, and how its listeners are read without running its code.
 *
 * Two kinds: EventEmitters (and whatever has their `_events` and their methods) and EventTargets.
 */
(function describeEmitters(builtins, load) {
  'use strict';

  const { deref, descendsFrom, hasOwn, inherited, isArray } = builtins;
  const { isPlain, isProxy, mapEntries, mapNext, own, ownKeys, symbolOf, types } = builtins;
  const { EventEmitter } = load('events');
  const { EventTarget } = globalThis;

  const sample = new EventTarget();
  const kEvents = symbolOf(sample, 'kEvents');
  const kMaxListeners = symbolOf(sample, 'events.maxEventTargetListeners');

  /** From Node 24 on a signal has no map before its first listener. */
  function isTarget(object) {
    if (kEvents === undefined || !hasOwn(object, kEvents)) return false;
    const events = own(object, kEvents);
    return events === undefined || events === null || types.isMap(events);
  }

  /** Also emitters of another realm, of another library, and objects with an emitter's methods mixed in. */
  function isEmitter(object) {
    if (!hasOwn(object, '_events') || !isPlain(own(object, '_events'))) return false;
    return descendsFrom(object, EventEmitter.prototype) || hasMethods(object);
  }

  function hasMethods(object) {
    return (
      typeof inherited(object, 'on') === 'function' &&
      typeof inherited(object, 'emit') === 'function' &&
      typeof inherited(object, 'removeListener') === 'function'
    );
  }

  function lengthOf(listeners) {
    if (typeof listeners === 'function') return 1;
    if (!isPlain(listeners)) return 0;
    return isArray(listeners) ? listeners.length : 1;
  }

  /** Calls `visit(event, count)` for each event that has listeners, in the order they are kept. */
  function eachEvent(emitter, target, visit) {
    if (target) eachEventOfTarget(own(emitter, kEvents), visit);
    else eachEventOfEmitter(own(emitter, '_events'), visit);
  }

  function eachEventOfEmitter(events, visit) {
    if (!isPlain(events)) return;
    const keys = ownKeys(events);
    for (let index = 0; index < keys.length; index++) {
      const count = lengthOf(own(events, keys[index]));
      if (count > 0) visit(keys[index], count);
    }
  }

  function eachEventOfTarget(events, visit) {
    if (!types.isMap(events)) return;
    const entries = mapEntries(events);
    for (let step = mapNext(entries); !step.done; step = mapNext(entries)) {
      const count = step.value[1].size;
      if (count > 0) visit(step.value[0], count);
    }
  }

  /** Calls `visit(listener, once)` for each listener of an event until it returns false; an emitter's newest first. */
  function eachListener(emitter, target, event, visit) {
    if (target) {
      for (let node = builtins.mapGet(own(emitter, kEvents), event)?.next; node; node = node.next) {
        const { listener } = node;
        if (!visit(types.isProxy(listener) ? listener : weakly(listener), node.once === true)) return;
      }
      return;
    }
    const listeners = own(own(emitter, '_events'), event);
    if (!isArray(listeners) || isProxy(listeners)) {
      if (listeners !== undefined) visit(listeners, false);
      return;
    }
    for (let index = listeners.length - 1; index >= 0; index--) {
      if (!visit(own(listeners, index), false)) return;
    }
  }

  /** Node keeps the listeners of some signals weakly. */
  function weakly(listener) {
    if (typeof listener === 'function') return listener;
    try {
      return deref(listener);
    } catch {
      return listener;
    }
  }

  /** 0 for no limit, null where it cannot be known. */
  function maxListeners(emitter, target) {
    const limit = target
      ? own(emitter, kMaxListeners)
      : (own(emitter, '_maxListeners') ?? EventEmitter.defaultMaxListeners);
    if (typeof limit !== 'number' || limit !== limit) return null;
    return limit === Infinity ? 0 : limit;
  }

  return {
    EventEmitter,
    EventTarget,
    kEvents,
    eachEvent,
    eachListener,
    isEmitter,
    isTarget,
    maxListeners,
  };
})
