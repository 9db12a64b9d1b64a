/**
 * Class names by prototype: to read one takes longer than to count an object, and most objects share few.
 */
(function createClassNames(builtins) {
  'use strict';

  const { classNameOf, getPrototypeOf, hidden, weakGet, weakSet, WeakMap } = builtins;

  let namesByPrototype = hidden(new WeakMap());

  return {
    classOf(object) {
      if (typeof object === 'function') return 'Function';
      const prototype = getPrototypeOf(object);
      if (prototype === null) return classNameOf(object);
      let name = weakGet(namesByPrototype, prototype);
      if (name === undefined) {
        name = classNameOf(object);
        weakSet(namesByPrototype, prototype, name);
      }
      return name;
    },

    clear() {
      namesByPrototype = hidden(new WeakMap());
    },
  };
})
