/**
 * The builtins we use, as they are at install: what a program patches later does not change what we do.
 *
 * All reading of the program's objects goes through `own`: no getter, no proxy trap and no other code
 * of the program may run because we looked.
 */
(function takeBuiltins(load) {
  'use strict';

  const uncurry = Function.prototype.bind.bind(Function.prototype.call);
  const { apply, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;
  const { isArray } = Array;
  const { types } = load('util');
  const { isProxy } = types;
  const hasOwn = uncurry(Object.prototype.hasOwnProperty);
  const slice = uncurry(String.prototype.slice);
  const functionText = uncurry(Function.prototype.toString);
  const description = uncurry(getOwnPropertyDescriptor(Symbol.prototype, 'description').get);
  const hrtime = process.hrtime;

  const enumerableKeys = Object.keys;

  // What only the exports of buffer, fs, util and worker_threads have.
  const LOADING = ['kStringMaxLength', 'appendFileSync', 'promisify', 'markAsUntransferable'];
  const MAX_NAME = 80;
  const MAX_CHAIN = 40;

  /** Seconds on a clock that only goes forward. */
  function now() {
    const time = hrtime();
    return time[0] + time[1] / 1e9;
  }

  function isObject(value) {
    return (typeof value === 'object' && value !== null) || typeof value === 'function';
  }

  /** An object whose parts may be looked at: a proxy's may not, since looking runs its traps. */
  function isPlain(value) {
    return isObject(value) && !isProxy(value);
  }

  /** The value of an own data property, undefined for anything else. `object` is not a proxy. */
  function own(object, key) {
    try {
      const found = getOwnPropertyDescriptor(object, key);
      return found !== undefined && hasOwn(found, 'value') ? found.value : undefined;
    } catch {
      // A module namespace throws for a binding that is not initialised yet.
      return undefined;
    }
  }

  /** Like `own`, from the object or the nearest of its prototypes that has the property. */
  function inherited(object, key) {
    for (let holder = object, step = 0; isPlain(holder) && step < MAX_CHAIN; step++) {
      if (hasOwn(holder, key)) return own(holder, key);
      holder = getPrototypeOf(holder);
    }
    return undefined;
  }

  /** Whether `prototype` is in the chain that starts at `object`. */
  function descendsFrom(object, prototype) {
    for (let holder = object, step = 0; isPlain(holder) && step < MAX_CHAIN; step++) {
      if (holder === prototype) return true;
      holder = getPrototypeOf(holder);
    }
    return false;
  }

  /** The own symbol of an object that has this description: how to get at what Node keeps for itself. */
  function symbolOf(object, text) {
    const keys = ownKeys(object);
    for (let index = 0; index < keys.length; index++) {
      if (typeof keys[index] === 'symbol' && description(keys[index]) === text) return keys[index];
    }
    return undefined;
  }

  /** Whether these are exports of Node's of which some are loaded when they are looked at, be it by descriptor. */
  function loadsWhatIsLookedAt(object) {
    for (let index = 0; index < LOADING.length; index++) if (hasOwn(object, LOADING[index])) return true;
    return false;
  }

  /**
   * The keys of what may be looked at. Node loads some of its globals, too, when they are; a program's are
   * enumerable. A walk of the heap meets the object behind `globalThis`, which is another.
   */
  function keysToLookAt(object) {
    if (loadsWhatIsLookedAt(object)) return [];
    const isGlobal = object === globalThis || own(object, 'globalThis') === globalThis;
    return isGlobal ? enumerableKeys(object) : ownKeys(object);
  }

  function nameOf(callable) {
    const name = isPlain(callable) ? own(callable, 'name') : undefined;
    return typeof name === 'string' ? slice(name, 0, MAX_NAME) : '';
  }

  /** The name of the nearest constructor in the prototype chain. */
  function classNameOf(object) {
    if (typeof object === 'function') return 'Function';
    let holder = getPrototypeOf(object);
    for (let step = 0; isPlain(holder) && step < MAX_CHAIN; step++) {
      const name = nameOf(own(holder, 'constructor'));
      if (name !== '') return name;
      holder = getPrototypeOf(holder);
    }
    return 'Object';
  }

  /** A property key for a person: text, or `Symbol(text)`. */
  function keyText(key, limit = 200) {
    if (typeof key === 'symbol') return `Symbol(${slice(description(key) ?? '', 0, limit)})`;
    return slice(key, 0, limit);
  }

  /** Takes an object of ours out of reach of a walk, which looks for what leads to Object.prototype. */
  function hidden(object) {
    setPrototypeOf(object, null);
    return object;
  }

  /** A class of ours whose instances a walk does not meet. */
  function unseen(constructor) {
    setPrototypeOf(constructor.prototype, null);
    return constructor;
  }

  const Ref = unseen(class Ref extends WeakRef {});

  return {
    apply,
    classNameOf,
    defineProperty,
    descendsFrom,
    description,
    functionText,
    getOwnPropertyDescriptor,
    getPrototypeOf,
    hasOwn,
    hidden,
    inherited,
    isArray,
    isObject,
    isPlain,
    isProxy,
    keyText,
    keysToLookAt,
    loadsWhatIsLookedAt,
    nameOf,
    now,
    own,
    ownKeys,
    setPrototypeOf,
    slice,
    symbolOf,
    types,
    uncurry,
    unseen,
    weakRef: (object) => new Ref(object),
    charCodeAt: uncurry(String.prototype.charCodeAt),
    indexOf: uncurry(String.prototype.indexOf),
    lastIndexOf: uncurry(String.prototype.lastIndexOf),
    startsWith: uncurry(String.prototype.startsWith),
    copy: uncurry(Array.prototype.slice),
    sort: uncurry(Array.prototype.sort),
    deref: uncurry(WeakRef.prototype.deref),
    mapGet: uncurry(Map.prototype.get),
    mapHas: uncurry(Map.prototype.has),
    mapSet: uncurry(Map.prototype.set),
    mapSize: uncurry(getOwnPropertyDescriptor(Map.prototype, 'size').get),
    mapEntries: uncurry(Map.prototype.entries),
    mapNext: uncurry(getPrototypeOf(new Map().entries()).next),
    setAddWeakly: uncurry(WeakSet.prototype.add),
    setHasWeakly: uncurry(WeakSet.prototype.has),
    setAdd: uncurry(Set.prototype.add),
    setHas: uncurry(Set.prototype.has),
    setValues: uncurry(Set.prototype.values),
    setSize: uncurry(getOwnPropertyDescriptor(Set.prototype, 'size').get),
    setNext: uncurry(getPrototypeOf(new Set().values()).next),
    weakGet: uncurry(WeakMap.prototype.get),
    weakHas: uncurry(WeakMap.prototype.has),
    weakSet: uncurry(WeakMap.prototype.set),
    Map,
    Set,
    WeakMap,
    WeakRef,
    WeakSet,
  };
})
