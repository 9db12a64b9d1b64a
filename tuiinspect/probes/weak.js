/**
 * How many entries WeakMaps and WeakSets have, for a census.
 *
 * The language does not tell; `util.inspect` does, when it is asked to show what is hidden and none of it. For the
 * moment it copies the entries, which takes 0.15 µs each at most: less than the walk takes to meet their keys. It
 * is asked only about what is a WeakMap or WeakSet and nothing more, so that no code of the program's runs.
 */
(function createWeakSizes(builtins, load) {
  'use strict';

  const { charCodeAt, functionText, hasOwn, indexOf, isPlain, now, own, ownKeys } = builtins;
  const { startsWith, types, WeakMap, WeakSet } = builtins;

  const { inspect } = load('util');
  const BUDGET_S = 0.2;
  const NOT_SHOWN = '... ';
  const OPTIONS = {
    __proto__: null,
    breakLength: Infinity,
    colors: false,
    compact: true,
    customInspect: false,
    depth: 0,
    getters: false,
    maxArrayLength: 0,
    numericSeparator: false,
    showHidden: true,
    showProxy: false,
    sorted: false,
  };

  /** What a program has put in the place of one of Node's is not called. */
  const isNodes = isPlain(inspect) && startsWith(functionText(inspect), 'function inspect(value, opts) {');

  /** Whether the class is as the language has it: inspect reads its name and asks it about its instances. */
  function isAsMade(constructor, name) {
    const { prototype } = constructor;
    return (
      own(prototype, 'constructor') === constructor &&
      own(prototype, Symbol.toStringTag) === name &&
      own(constructor, 'name') === name &&
      !hasOwn(constructor, Symbol.hasInstance)
    );
  }

  function sizeOf(object) {
    if (ownKeys(object).length > 0) return 0;
    const text = inspect(object, OPTIONS);
    let at = indexOf(text, NOT_SHOWN) + NOT_SHOWN.length;
    let size = 0;
    if (at < NOT_SHOWN.length) return size;
    for (let code = charCodeAt(text, at); code >= 48 && code <= 57; code = charCodeAt(text, ++at)) {
      size = 10 * size + (code - 48);
    }
    return size;
  }

  return {
    isPrototype: (prototype) => prototype === WeakMap.prototype || prototype === WeakSet.prototype,

    begin() {
      const met = [];
      return {
        /** An object that the walk has met and that has such a prototype. */
        add(object) {
          if (types.isWeakMap(object) || types.isWeakSet(object)) met[met.length] = object;
        },

        /** Calls `tell(object, kind, size)` for each, as far as there is time. */
        tell(tell) {
          if (!isNodes || !isAsMade(WeakMap, 'WeakMap') || !isAsMade(WeakSet, 'WeakSet')) return;
          const end = now() + BUDGET_S;
          for (let at = 0; at < met.length && now() < end; at++) {
            tell(met[at], types.isWeakMap(met[at]) ? 'WeakMap' : 'WeakSet', sizeOf(met[at]));
          }
        },
      };
    },
  };
})
