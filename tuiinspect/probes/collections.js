/**
 * What a collection is, how large it is, and what is in it, read without running the program's code.
 *
 * An object or a function is one when it has many own properties: somebody uses it as a dictionary.
 */
(function describeCollections(builtins, classes) {
  'use strict';

  const { hasOwn, isArray, isObject, isProxy, keyText, loadsWhatIsLookedAt, own } = builtins;
  const { mapEntries, mapGet, mapNext, mapSet, mapSize } = builtins;
  const { setNext, setSize, setValues, slice, types, Map } = builtins;
  const { isView } = ArrayBuffer;
  // Of proxies it would run a trap: nobody here gets that far with one.
  const enumerableKeys = Object.keys;

  const MAX_KEY = 40;
  const FEW_PLACES = 32;
  const MANY_PLACES = 4_096;
  // From how many properties on an object or a function is used as a dictionary.
  const MANY_PROPERTIES = 20;

  /** `object` is not a proxy. What holds its elements itself is none: its keys would be its bytes. */
  function kindOf(object) {
    if (isArray(object)) return 'Array';
    if (typeof object === 'function') return 'Function';
    if (types.isMap(object)) return 'Map';
    if (types.isSet(object)) return 'Set';
    if (types.isWeakMap(object)) return 'WeakMap';
    if (types.isWeakSet(object)) return 'WeakSet';
    if (isView(object) || types.isBoxedPrimitive(object) || types.isModuleNamespaceObject(object)) return undefined;
    return 'Object';
  }

  /**
   * An array whose elements are taken out by `delete` keeps its length. Where a few places show holes, many
   * are looked at; of a long array not all, but the same ones each time, so that what stays is never seen
   * to become less.
   */
  function filled(array) {
    const { length } = array;
    if (length <= FEW_PLACES || present(array, FEW_PLACES) === length) return length;
    return present(array, MANY_PLACES);
  }

  /** How many elements there are, judged by up to `places` of them. */
  function present(array, places) {
    const { length } = array;
    let stride = 1;
    while (length > stride * places) stride *= 2;
    let found = 0;
    for (let index = 0; index < length; index += stride) {
      if (hasOwn(array, index)) found += stride;
    }
    return found < length ? found : length;
  }

  /** Takes long for a large object or function: all its keys are put together to be counted. */
  function sizeOf(object, kind) {
    if (kind === 'Array') return filled(object);
    if (kind === 'Map') return mapSize(object);
    if (kind === 'Set') return setSize(object);
    return enumerableKeys(object).length;
  }

  function wordOf(value) {
    if (typeof value === 'string') return slice(value, 0, MAX_KEY);
    if (typeof value === 'symbol') return keyText(value, MAX_KEY);
    if (isObject(value)) return `<${classWord(value)}>`;
    return typeof value === 'bigint' ? 'bigint' : `${value}`;
  }

  function classWord(value) {
    if (value === null) return 'null';
    if (!isObject(value)) return typeof value;
    return isProxy(value) ? 'Proxy' : classes.classOf(value);
  }

  /** Calls `visit(key, value)` for each entry until it returns false. */
  function eachEntry(object, kind, visit) {
    if (kind === 'Map') eachOfMap(object, visit);
    else if (kind === 'Set') eachOfSet(object, visit);
    else if (kind === 'Array') eachOfArray(object, visit);
    else eachOfObject(object, visit);
  }

  function eachOfMap(map, visit) {
    const entries = mapEntries(map);
    for (let step = mapNext(entries); !step.done; step = mapNext(entries)) {
      if (!visit(step.value[0], step.value[1])) return;
    }
  }

  function eachOfSet(set, visit) {
    const values = setValues(set);
    for (let step = setNext(values); !step.done; step = setNext(values)) {
      if (!visit(undefined, step.value)) return;
    }
  }

  function eachOfArray(array, visit) {
    for (let index = 0; index < array.length; index++) {
      if (!visit(undefined, own(array, index))) return;
    }
  }

  function eachOfObject(object, visit) {
    if (loadsWhatIsLookedAt(object)) return;
    const keys = enumerableKeys(object);
    for (let index = 0; index < keys.length; index++) {
      if (!visit(keys[index], own(object, keys[index]))) return;
    }
  }

  /** Objects of one class look the same as keys: one of them is enough. */
  function addKey(sample, key) {
    if (key === undefined) return;
    const word = wordOf(key);
    if (word !== sample[sample.length - 1]) sample[sample.length] = word;
  }

  return {
    MANY_PROPERTIES,
    kindOf,
    sizeOf,

    /** Whether only a census tells how large one of this kind is. */
    isWeak: (kind) => kind === 'WeakMap' || kind === 'WeakSet',

    classWord,

    /** The first `keys` keys as text and the classes of the first `values` values with their counts. */
    contents(object, kind, keys, values) {
      const sample = [];
      const counts = new Map();
      let seen = 0;
      eachEntry(object, kind, (key, value) => {
        if (sample.length < keys && seen < 4 * keys) addKey(sample, key);
        const word = classWord(value);
        mapSet(counts, word, (mapGet(counts, word) ?? 0) + 1);
        return ++seen < values;
      });
      return { keys: sample, classes: counts, seen };
    },
  };
})
