/**
 * Objects without a prototype that are used as dictionaries: a walk of the heap by prototype does not meet them.
 *
 * They are looked for among the properties of what it does meet, of the few instances of a class rather than of
 * very many, within a limit of time. Out of sight remain those that only a variable, an array or another
 * collection holds, as far as nobody has found them in the program's variables before.
 */
(function createDictionaries(builtins, collections, classes) {
  'use strict';

  const { getPrototypeOf, isPlain, isProxy, keysToLookAt, keyText, now, own, setAdd, setHas, Set } = builtins;

  const MAX_KEYS = 500;
  const MAX_HOLDERS = 20_000;
  const BUDGET_S = 0.4;
  const MAX_DEPTH = 3;
  // Each emitter has `_events`, which count as listeners; a function's `prototype` is made when it is looked at.
  const UNINTERESTING = { __proto__: null, _events: 1, prototype: 1, caller: 1, arguments: 1, constructor: 1 };

  return {
    /** `tell(dictionary, size, name)` is called for each that has `least` entries or more, once. */
    begin(least, tell) {
      const seen = new Set();
      // What has a class is looked at before plain objects, and these before functions.
      const instances = [];
      const plain = [];
      const functions = [];

      function lookAt(holder, path, depth) {
        const keys = keysToLookAt(holder);
        for (let at = 0; at < keys.length && at < MAX_KEYS; at++) {
          const key = keys[at];
          if (typeof key === 'string' && UNINTERESTING[key] === 1) continue;
          const value = own(holder, key);
          if (!isPlain(value) || typeof value !== 'object' || getPrototypeOf(value) !== null) continue;
          note(value, path === '' ? keyText(key, 40) : `${path}.${keyText(key, 40)}`, depth);
        }
      }

      function note(object, name, depth) {
        if (collections.kindOf(object) !== 'Object' || setHas(seen, object)) return;
        setAdd(seen, object);
        const size = collections.sizeOf(object, 'Object');
        if (size >= least) tell(object, size, name);
        if (depth < MAX_DEPTH) lookAt(object, name, depth + 1);
      }

      return {
        /** An object that the walk has met, to be looked at when it is over. */
        add(holder, isPlainObject) {
          const holders = typeof holder === 'function' ? functions : isPlainObject ? plain : instances;
          if (holders.length < MAX_HOLDERS) holders[holders.length] = holder;
        },

        /** Look at the properties of those that were added. */
        look() {
          const end = now() + BUDGET_S;
          const inTurn = [instances, plain, functions];
          for (let turn = 0; turn < inTurn.length; turn++) {
            const holders = inTurn[turn];
            for (let at = 0; at < holders.length; at++) {
              if (at % 256 === 255 && now() > end) return;
              lookAt(holders[at], holders === instances ? classes.classOf(holders[at]) : '', 1);
            }
          }
        },

        /** One that was found before, in a variable for example. */
        noteKnown(object) {
          if (!isProxy(object) && getPrototypeOf(object) === null) note(object, null, MAX_DEPTH);
        },
      };
    },
  };
})
