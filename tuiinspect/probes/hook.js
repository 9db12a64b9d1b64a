/**
 * Puts the threshold hook in and takes it out: an emitter is noticed once an event has that many listeners.
 *
 * Others may have wrapped the same functions before us or may wrap ours. So a hook that is not on top
 * when it leaves becomes a bare pass-through, and whoever of us leaves last unwinds those below it.
 */
(function createHook(builtins, wrappers, emitters, agent) {
  'use strict';

  const { notice, threshold, owner, leave } = agent;

  const { apply, defineProperty, description, getOwnPropertyDescriptor, hasOwn, isPlain, isProxy } = builtins;
  const { mapGet, nameOf, own, ownKeys, setPrototypeOf } = builtins;
  const MARK = 'tuiinspect.hook';

  const places = [
    { holder: emitters.EventEmitter.prototype, name: 'on', wrap: wrappers.wrapOn },
    { holder: emitters.EventEmitter.prototype, name: 'addListener', wrap: wrappers.wrapOn },
    { holder: emitters.EventEmitter.prototype, name: 'prependListener', wrap: wrappers.wrapOn },
  ];
  if (emitters.kEvents !== undefined) {
    const holder = emitters.EventTarget.prototype;
    places[places.length] = { holder, name: 'addEventListener', wrap: wrappers.wrapAddEventListener };
  }
  let hooks = [];
  let added = null;

  /** The state of a hook, ours or that of another tuiinspect; undefined for any other function. */
  function stateOf(callable) {
    if (typeof callable !== 'function' || isProxy(callable)) return undefined;
    const keys = ownKeys(callable);
    for (let index = 0; index < keys.length; index++) {
      if (typeof keys[index] !== 'symbol' || description(keys[index]) !== MARK) continue;
      const state = own(callable, keys[index]);
      if (isPlain(state) && typeof state.original === 'function') return state;
    }
    return undefined;
  }

  /** What lies below hooks that are out of use. */
  function unwound(callable) {
    let found = callable;
    for (let state = stateOf(found); state !== undefined && !state.live; state = stateOf(found)) {
      found = state.original;
    }
    return found;
  }

  function replace(holder, name, value) {
    const found = getOwnPropertyDescriptor(holder, name);
    return defineProperty(holder, name, { ...found, value });
  }

  function makeHook(original, wrap) {
    const ours = { live: true, original, notice, added, threshold, owner, leave };
    const state = { ...ours, apply, isProxy, mapGet, kEvents: emitters.kEvents };
    const hook = wrap(original, state);
    defineProperty(hook, 'name', { value: nameOf(original), configurable: true });
    defineProperty(hook, 'length', { value: own(original, 'length'), configurable: true });
    defineProperty(hook, Symbol(MARK), { value: state });
    // What others keep on the function they wrapped stays visible through ours.
    setPrototypeOf(hook, original);
    return { original, hook, state };
  }

  function put(place) {
    const found = getOwnPropertyDescriptor(place.holder, place.name);
    if (found === undefined || !hasOwn(found, 'value') || typeof found.value !== 'function') {
      return `${place.name} is not a plain method here`;
    }
    const original = unwound(found.value);
    // `on` and `addListener` are one function, and stay one.
    let made;
    for (let index = 0; index < hooks.length; index++) {
      if (hooks[index].original === original) made = hooks[index];
    }
    if (made === undefined) {
      made = makeHook(original, place.wrap);
      hooks[hooks.length] = made;
    }
    return replace(place.holder, place.name, made.hook) ? null : `${place.name} is frozen in this program`;
  }

  const control = {
    get installed() {
      return hooks.length > 0;
    },

    /** Returns why it is not in, or null. */
    install() {
      if (control.installed) return null;
      for (let index = 0; index < places.length; index++) {
        const why = put(places[index]);
        if (why !== null) {
          control.remove();
          return why;
        }
      }
      return null;
    },

    /** Has `callback(emitter, event, listener)` called for each listener that is added; null ends it. */
    tellOfAdded(callback) {
      added = callback;
      for (let index = 0; index < hooks.length; index++) hooks[index].state.added = callback;
    },

    /** Takes out whole what the same session put in over an earlier line, wherever in the pile it is. */
    dismissOlder() {
      for (let index = 0; index < places.length; index++) {
        let callable = getOwnPropertyDescriptor(places[index].holder, places[index].name)?.value;
        for (let state = stateOf(callable); state !== undefined; state = stateOf(callable)) {
          if (state.live && owner !== undefined && state.owner === owner) state.leave();
          callable = state.original;
        }
      }
    },

    remove() {
      for (let index = 0; index < hooks.length; index++) {
        hooks[index].state.live = false;
        hooks[index].state.notice = null;
        hooks[index].state.added = null;
        hooks[index].state.leave = null;
      }
      hooks = [];
      for (let index = 0; index < places.length; index++) {
        const { holder, name } = places[index];
        const current = getOwnPropertyDescriptor(holder, name)?.value;
        const below = unwound(current);
        if (below !== current) replace(holder, name, below);
      }
    },
  };
  return control;
})
