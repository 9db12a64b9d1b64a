/**
 * A walk along properties and entries from some roots, breadth first, so that what is near is found first:
 * emitters and collections on the way are registered by what they can be called.
 *
 * Bounded in objects and in time.
 */
(function describeWalks(builtins, emitters, registry, collections, sizes, names, signals) {
  'use strict';

  const { getPrototypeOf, isPlain, keysToLookAt, keyText, mapEntries, mapNext, now, own } = builtins;
  const { setAdd, setHas, setNext, setValues, slice, startsWith, types, Set } = builtins;

  const MAX_OBJECTS = 20_000;
  const MAX_MEMBERS = 1_000;
  const FEW_LISTENERS = 3;
  const CROWD = 50;
  const TOO_MANY_FOR_A_CLASS = 200;
  const objectPrototype = getPrototypeOf({});
  const UNINTERESTING = { __proto__: null, _events: 1, prototype: 1, caller: 1, arguments: 1, constructor: 1 };

  /** `noteFunction` is told of functions that the program may have written. */
  function createWalk(noteFunction) {
    const seen = new Set();
    // One queue in parallel arrays: a name is only put together for the few that turn out to be emitters.
    const objects = [];
    const depths = [];
    const parents = [];
    const steps = [];
    const roots = [];
    const crowded = [];
    let next = 0;

    function add(object, depth, parent, step, root = roots[parent]) {
      if (objects.length >= MAX_OBJECTS || !isPlain(object) || setHas(seen, object)) return;
      setAdd(seen, object);
      objects[objects.length] = object;
      depths[depths.length] = depth;
      parents[parents.length] = parent;
      steps[steps.length] = step;
      roots[roots.length] = root;
      crowded[crowded.length] = parent >= 0 && (crowded[parent] || isCrowd(objects[parent]));
    }

    /** Whether what is in it is one of many alike. */
    function isCrowd(object) {
      const kind = collections.kindOf(object);
      return (kind === 'Array' || kind === 'Map' || kind === 'Set') && collections.sizeOf(object, kind) > CROWD;
    }

    /** `exports.pool.bus` is `pool.bus` to a person; a root has its own name and place. */
    function describe(index) {
      let path = '';
      for (let at = index; parents[at] >= 0; at = parents[at]) path = stepText(steps[at], path);
      const root = roots[index];
      return { name: path === '' ? root.name : joined(root.lead, path), where: root.where };
    }

    function visit(index) {
      const object = objects[index];
      const target = emitters.isTarget(object);
      if (target || emitters.isEmitter(object)) noteEmitter(object, target, index);
      if (roots[index].functions && typeof object === 'function') noteFunction(object);
      const kind = collections.kindOf(object);
      const isCollection = kind === 'Array' || kind === 'Map' || kind === 'Set' || collections.isWeak(kind);
      if (isCollection) noteCollection(object, kind, index);
      if (depths[index] === 0 || (kind === undefined && !types.isModuleNamespaceObject(object))) return;
      const depth = depths[index] - 1;
      if (kind === 'Array') addElements(object, depth, index);
      else if (kind === 'Map') addEntries(object, depth, index);
      else if (kind === 'Set') addMembers(object, depth, index);
      else addProperties(object, kind, depth, index);
    }

    function noteEmitter(emitter, target, index) {
      const { name, where } = describe(index);
      registry.register(emitter, 'reach', name === null ? names.nameOfHandle(emitter) : slice(name, 0, 80), where);
      emitters.eachEvent(emitter, target, (event) => {
        let left = FEW_LISTENERS;
        emitters.eachListener(emitter, target, event, (listener) => {
          if (typeof listener === 'function' && isPlain(listener)) noteFunction(own(listener, 'listener') ?? listener);
          return --left > 0;
        });
      });
    }

    function noteCollection(object, kind, index) {
      if (crowded[index] && collections.sizeOf(object, kind) <= CROWD) return;
      const { name, where } = describe(index);
      sizes.register(object, kind, 'reach', name === null ? null : slice(name, 0, 80), where);
    }

    /**
     * A function that somebody has given a property may become one. Of objects only those that are used so
     * already: there are so many.
     */
    function isDictionary(object, kind, keys) {
      if (kind === 'Function') return collections.sizeOf(object, kind) > 0;
      if (keys < collections.MANY_PROPERTIES || kind === undefined) return false;
      if (object === globalThis || object === process) return false;
      if (keys >= TOO_MANY_FOR_A_CLASS) return true;
      const prototype = getPrototypeOf(object);
      return prototype === null || prototype === objectPrototype;
    }

    function addElements(array, depth, parent) {
      for (let at = 0; at < array.length && at < MAX_MEMBERS; at++) add(own(array, at), depth, parent, at);
    }

    function addEntries(map, depth, parent) {
      const entries = mapEntries(map);
      for (let at = 0; at < MAX_MEMBERS; at++) {
        const step = mapNext(entries);
        if (step.done) return;
        add(step.value[1], depth, parent, { key: step.value[0] });
        add(step.value[0], depth, parent, at);
      }
    }

    function addMembers(set, depth, parent) {
      const values = setValues(set);
      for (let at = 0; at < MAX_MEMBERS; at++) {
        const step = setNext(values);
        if (step.done) return;
        add(step.value, depth, parent, at);
      }
    }

    function addProperties(object, kind, depth, parent) {
      add(signals.signalOf(object), depth, parent, 'signal');
      const keys = keysToLookAt(object);
      if (isDictionary(object, kind, keys.length)) noteCollection(object, kind, parent);
      for (let at = 0; at < keys.length && at < MAX_MEMBERS; at++) {
        const key = keys[at];
        if (typeof key === 'string' && UNINTERESTING[key] === 1) continue;
        add(own(object, key), depth, parent, key);
      }
    }

    return {
      /**
       * A place to start: its own name, and what the names of things below it begin with. `functions` says
       * that those below it are the program's.
       */
      root(object, depth, { name = null, lead = '', where = null, functions = true }) {
        add(object, depth, -1, null, { name, lead, where, functions });
      },

      /** Returns whether all is visited; it may be gone on with. */
      run(end) {
        for (; next < objects.length; next++) {
          visit(next);
          if (next % 64 === 63 && now() > end) return ++next >= objects.length;
        }
        return true;
      },
    };
  }

  function joined(lead, path) {
    return lead === '' || path === '' || startsWith(path, '[') || startsWith(path, '.')
      ? lead + path
      : `${lead}.${path}`;
  }

  function stepText(step, rest) {
    if (typeof step === 'number') return joined(`[${step}]`, rest);
    // What Node 18 calls the signal of an AbortController.
    if (typeof step === 'symbol' && keyText(step) === 'Symbol(signal)') return joined('signal', rest);
    if (typeof step === 'symbol') return joined(`[${keyText(step, 40)}]`, rest);
    if (typeof step === 'string') return joined(keyText(step, 40), rest);
    return joined(typeof step.key === 'string' ? `.get('${slice(step.key, 0, 40)}')` : '.get(…)', rest);
  }

  return createWalk;
})
