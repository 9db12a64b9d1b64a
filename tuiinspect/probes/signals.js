/**
 * The signal of an AbortController: from Node 20 on it is in a private field, and Node's own getter gives it.
 *
 * A getter that a program has put in its place is left alone.
 */
(function createSignals(builtins) {
  'use strict';

  const { apply, functionText, getOwnPropertyDescriptor, getPrototypeOf, hidden, indexOf, isPlain, nameOf, own } = builtins;
  const { weakGet, weakSet, WeakMap } = builtins;

  const NODES_OWN = 'this.#signal ??= ';
  const MAX_LENGTH = 200;
  const MAX_CHAIN = 4;

  let getters = hidden(new WeakMap());

  function findGetter(prototype) {
    for (let holder = prototype, step = 0; isPlain(holder) && step < MAX_CHAIN; step++) {
      if (nameOf(own(holder, 'constructor')) === 'AbortController') {
        const get = getOwnPropertyDescriptor(holder, 'signal')?.get;
        return typeof get === 'function' && isNodesOwn(get) ? get : null;
      }
      holder = getPrototypeOf(holder);
    }
    return null;
  }

  function isNodesOwn(get) {
    if (!isPlain(get)) return false;
    const text = functionText(get);
    return text.length < MAX_LENGTH && indexOf(text, NODES_OWN) >= 0;
  }

  return {
    /** undefined for what is no such controller. */
    signalOf(object) {
      const prototype = getPrototypeOf(object);
      if (prototype === null) return undefined;
      let get = weakGet(getters, prototype);
      if (get === undefined) weakSet(getters, prototype, (get = findGetter(prototype)));
      if (get === null) return undefined;
      try {
        return apply(get, object, []);
      } catch {
        return undefined;
      }
    },

    clear() {
      getters = hidden(new WeakMap());
    },
  };
})
