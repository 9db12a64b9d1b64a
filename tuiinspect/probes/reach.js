/**
 * Finds the emitters and the collections that can be reached without a walk of the heap: what modules
 * export, what is global, what the event loop holds, and what hangs directly on these.
 *
 * Bounded in objects and in time, breadth first, so that what is near is found first.
 */
(function createReach(builtins, emitters, registry, collections, sizes, names, load) {
  'use strict';

  const { getPrototypeOf, indexOf, isPlain, keyText, lastIndexOf, mapEntries, mapNext, now, own } = builtins;
  const { ownKeys, setAdd, setHas, setNext, setValues, slice, startsWith, types, Set } = builtins;
  const { dirname, sep } = load('path');
  const enumerableKeys = Object.keys;

  const MAX_OBJECTS = 20_000;
  const MAX_MEMBERS = 1_000;
  const MODULE_DEPTH = 3;
  const MANY_KEYS = 20;
  const TOO_MANY_FOR_A_CLASS = 200;
  const objectPrototype = getPrototypeOf({});
  const UNINTERESTING = { __proto__: null, _events: 1, prototype: 1, caller: 1, arguments: 1, constructor: 1 };

  function createWalk(budget) {
    const end = now() + budget;
    const seen = new Set();
    // One queue in parallel arrays: a name is only put together for the few that turn out to be emitters.
    const objects = [];
    const depths = [];
    const parents = [];
    const steps = [];
    let next = 0;

    function add(object, depth, parent, step) {
      if (objects.length >= MAX_OBJECTS || !isPlain(object) || setHas(seen, object)) return;
      setAdd(seen, object);
      objects[objects.length] = object;
      depths[depths.length] = depth;
      parents[parents.length] = parent;
      steps[steps.length] = step;
    }

    /** `exports.pool.bus` is `pool.bus` to a person; a root has its own name and place. */
    function describe(index) {
      let path = '';
      let at = index;
      for (; parents[at] >= 0; at = parents[at]) path = stepText(steps[at], path);
      const root = steps[at];
      return { name: path === '' ? root.name : joined(root.lead, path), where: root.where };
    }

    function visit(index) {
      const object = objects[index];
      if (emitters.isTarget(object) || emitters.isEmitter(object)) {
        const { name, where } = describe(index);
        registry.register(object, 'reach', name === null ? names.nameOfHandle(object) : slice(name, 0, 80), where);
      }
      const kind = collections.kindOf(object);
      if (kind === 'Array' || kind === 'Map' || kind === 'Set') noteCollection(object, kind, index);
      if (depths[index] === 0 || (kind === undefined && !types.isModuleNamespaceObject(object))) return;
      const depth = depths[index] - 1;
      if (kind === 'Array') addElements(object, depth, index);
      else if (kind === 'Map') addEntries(object, depth, index);
      else if (kind === 'Set') addMembers(object, depth, index);
      else addProperties(object, kind, depth, index);
    }

    function noteCollection(object, kind, index) {
      const { name, where } = describe(index);
      sizes.register(object, kind, 'reach', name === null ? null : slice(name, 0, 80), where);
    }

    /** Of objects and functions only those that are used as dictionaries already: there are so many. */
    function isDictionary(object, kind, keys) {
      if (keys < MANY_KEYS || kind === undefined || object === globalThis || object === process) return false;
      if (kind === 'Function' || keys >= TOO_MANY_FOR_A_CLASS) return true;
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
      // Node defines most of its own globals when somebody looks at them; a program's are enumerable.
      const keys = object === globalThis ? enumerableKeys(object) : ownKeys(object);
      if (isDictionary(object, kind, keys.length)) noteCollection(object, kind, parent);
      for (let at = 0; at < keys.length && at < MAX_MEMBERS; at++) {
        const key = keys[at];
        if (typeof key === 'string' && UNINTERESTING[key] === 1) continue;
        add(own(object, key), depth, parent, key);
      }
    }

    return {
      /** A place to start: its own name, and what the names of things below it begin with. */
      root(object, depth, { name = null, lead = '', where = null }) {
        add(object, depth, -1, { name, lead, where });
      },

      run() {
        for (; next < objects.length; next++) {
          if (next % 64 === 63 && now() > end) return;
          visit(next);
        }
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
    if (typeof step === 'symbol') return joined(`[${keyText(step, 40)}]`, rest);
    if (typeof step === 'string') return joined(keyText(step, 40), rest);
    return joined(typeof step.key === 'string' ? `.get('${slice(step.key, 0, 40)}')` : '.get(…)', rest);
  }

  /** `lib/hub.js`, from the directory of the main module; of a package what follows node_modules. */
  function placeOf(filename, home) {
    const packages = `${sep}node_modules${sep}`;
    const inPackage = lastIndexOf(filename, packages);
    if (inPackage >= 0) return slice(filename, inPackage + packages.length);
    return startsWith(filename, home + sep) ? slice(filename, home.length + 1) : filename;
  }

  function addModules(walk, wanted) {
    const cache = load('module')._cache;
    if (!isPlain(cache)) return;
    const files = ownKeys(cache);
    let home = typeof process.argv[1] === 'string' ? dirname(process.argv[1]) : process.cwd();
    for (let at = 0; at < files.length; at++) {
      const module = own(cache, files[at]);
      if (isPlain(module) && own(module, 'id') === '.') home = dirname(files[at]);
    }
    for (let at = 0; at < files.length; at++) {
      const module = own(cache, files[at]);
      const inPackage = indexOf(files[at], `${sep}node_modules${sep}`) >= 0;
      if (!isPlain(module) || inPackage === wanted.own) continue;
      const where = `module ${placeOf(files[at], home)}`;
      walk.root(own(module, 'exports'), MODULE_DEPTH, { name: 'exports', where });
    }
  }

  function addHandles(walk) {
    const handles = process._getActiveHandles();
    for (let at = 0; at < handles.length; at++) {
      if (!isPlain(handles[at])) continue;
      const name = names.nameOfHandle(handles[at]);
      walk.root(handles[at], 2, { name, lead: name ?? '' });
    }
  }

  return {
    run(budget) {
      const walk = createWalk(budget);
      walk.root(process, 1, { name: 'process', lead: 'process' });
      addModules(walk, { own: true });
      walk.root(globalThis, 3, { where: 'globalThis' });
      addHandles(walk);
      walk.run();
      addModules(walk, { own: false });
      walk.run();
    },
  };
})
