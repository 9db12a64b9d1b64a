/**
 * Counts all objects of the heap by class, registers every emitter and the largest collections.
 *
 * `objects` comes from a heap walk and may hold anything: nothing of it is called or converted. What runs
 * for each object is kept to a few reads, because there may be millions while the program stands still.
 */
(function createCensus(builtins, emitters, registry, collections, counts) {
  'use strict';

  const { largest, known, survivors, timers, dictionaries, weak } = counts;

  const { classNameOf, descendsFrom, functionText, getPrototypeOf, hasOwn, hidden, indexOf, isProxy } = builtins;
  const { mapEntries, mapGet, mapNext, mapSet, own, setAddWeakly, sort } = builtins;
  const { weakHas, weakSet, Map, WeakMap, WeakSet } = builtins;

  const MAX_CLASSES = 300;

  // How the objects of one prototype are looked at.
  const INSTANCE = 0;
  const PLAIN = 1;
  const FUNCTION = 2;
  const ARRAY = 3;
  const MAP = 4;
  const SET = 5;
  const VIEW = 6;
  const KINDS = ['Object', 'Object', 'Function', 'Array', 'Map', 'Set'];
  // From which size on one of each role is looked into for dictionaries; an object that is none has few keys.
  const LEAST_INSIDE = [Infinity, 20, Infinity, 1, 1, 1, Infinity];
  // Of classes with many instances each is too small to be a dictionary.
  const FEW_INSTANCES = 200;
  // What is held weakly or through them is not in sight: how many there are says something, however few.
  const ALWAYS_TOLD = {
    __proto__: null,
    AsyncLocalStorage: 1,
    FinalizationRegistry: 1,
    WeakMap: 1,
    WeakRef: 1,
    WeakSet: 1,
  };

  const objectPrototype = getPrototypeOf({});
  const viewPrototype = getPrototypeOf(Uint8Array.prototype);

  // Classes an earlier census told of: to tell growth they are told of again.
  let told = hidden(new WeakMap());

  function roleOf(object, prototype) {
    if (prototype === objectPrototype) return PLAIN;
    if (typeof object === 'function') return FUNCTION;
    if (descendsFrom(prototype, Array.prototype)) return ARRAY;
    if (descendsFrom(prototype, builtins.Map.prototype)) return MAP;
    if (descendsFrom(prototype, builtins.Set.prototype)) return SET;
    return descendsFrom(prototype, viewPrototype) ? VIEW : INSTANCE;
  }

  function constructorOf(prototype) {
    for (let holder = prototype, step = 0; holder !== null && step < 40 && !isProxy(holder); step++) {
      const found = own(holder, 'constructor');
      if (typeof found === 'function' && !isProxy(found)) return found;
      holder = getPrototypeOf(holder);
    }
    return null;
  }

  function createGroup(object, prototype) {
    const role = roleOf(object, prototype);
    // Functions are one class, whatever they inherit from.
    const constructor = role === FUNCTION ? null : constructorOf(prototype);
    const native = constructor === null || isNative(constructor);
    return {
      role,
      count: 0,
      constructor,
      native,
      members: native ? null : [],
      target: descendsFrom(prototype, emitters.EventTarget.prototype),
      weak: weak.isPrototype(prototype),
      name: classNameOf(object),
    };
  }

  /** A class's prototype is no instance of the class it extends, though it looks like one. */
  function isPrototype(object) {
    const constructor = own(object, 'constructor');
    return typeof constructor === 'function' && !isProxy(constructor) && own(constructor, 'prototype') === object;
  }

  /** Returns how large it is, as far as it is a collection. */
  function offer(met, object, group) {
    const { role } = group;
    if (role === VIEW || (role === INSTANCE && group.count > FEW_INSTANCES)) return 0;
    // Only what inherits from these classes and is not one of their objects has no size.
    if (role === ARRAY || role === MAP || role === SET) {
      if (collections.kindOf(object) !== KINDS[role]) return 0;
    }
    const size = collections.sizeOf(object, KINDS[role]);
    met.offer(object, KINDS[role], size);
    return size;
  }

  /** Listeners are counted as such: the arrays in which an emitter keeps them are no collections of their own. */
  function leaveOut(emitter, listeners) {
    const events = own(emitter, '_events');
    if (isProxy(events)) return;
    emitters.eachEvent(emitter, false, (event, count) => {
      if (count >= largest.LEAST_SIZE) setAddWeakly(listeners, own(events, event));
    });
  }

  /**
   * Whether what an object's properties hold is worth a look: the instances of a class are not, if many, and
   * of the thousands of functions only those are that somebody has given a property.
   */
  function isHolder({ role, count }, size) {
    if (role === INSTANCE) return count <= FEW_INSTANCES;
    return role === PLAIN || (role === FUNCTION && size > 0);
  }

  function note(object, target, beyond) {
    if (registry.register(object, 'census') !== undefined) return;
    beyond.emitters++;
    emitters.eachEvent(object, target, (_, listeners) => {
      beyond.events++;
      beyond.listeners += listeners;
    });
  }

  function keep(group, object) {
    if (group.members.length < survivors.MAX_OF_CLASS) group.members[group.members.length] = object;
    else group.members = null;
  }

  function walk(objects, groups, met, listeners, running, bare, held, beyond) {
    for (let index = 0; index < objects.length; index++) {
      const object = objects[index];
      if (isProxy(object)) continue;
      const prototype = getPrototypeOf(object);
      let group = mapGet(groups, prototype);
      if (group === undefined) mapSet(groups, prototype, (group = createGroup(object, prototype)));
      const { role } = group;
      if (role !== PLAIN && role !== FUNCTION && hasOwn(object, 'constructor') && isPrototype(object)) continue;
      group.count++;
      if (group.members !== null) keep(group, object);
      if (prototype === running.prototype) running.note(object);
      const size = offer(met, object, group);
      if (isHolder(group, size)) bare.add(object, role === PLAIN);
      if (group.weak) held.add(object);
      if (size >= LEAST_INSIDE[role]) bare.addCollection(object);
      if (role === ARRAY || role === VIEW) continue;
      if (hasOwn(object, '_events')) {
        if (!emitters.isEmitter(object)) continue;
        note(object, false, beyond);
        leaveOut(object, listeners);
      } else if (group.target && emitters.isTarget(object)) {
        note(object, true, beyond);
      }
    }
  }

  /** Groups of one constructor are one class: an object made from another has a prototype of its own. */
  function byConstructor(groups) {
    const byKey = new Map();
    const merged = [];
    const entries = mapEntries(groups);
    for (let step = mapNext(entries); !step.done; step = mapNext(entries)) {
      const { name, constructor, native, members, count } = step.value[1];
      if (count === 0) continue;
      const key = constructor ?? name;
      let sum = mapGet(byKey, key);
      if (sum === undefined) {
        mapSet(byKey, key, (sum = { name, constructor, native, members: null, count: 0 }));
        merged[merged.length] = sum;
        sum.members = members;
      } else if (sum.members !== null && members !== null) {
        append(sum.members, members);
      }
      sum.count += count;
    }
    return sort(merged, (a, b) => b.count - a.count);
  }

  function append(members, others) {
    for (let at = 0; at < others.length; at++) members[members.length] = others[at];
  }

  function isNative(callable) {
    return indexOf(functionText(callable), '[native code]') >= 0;
  }

  /** [name, count, place among the constructors or null] of the largest classes and of those told of before. */
  function tell(merged) {
    const rows = [];
    const constructors = [];
    const followed = [];
    for (let index = 0; index < merged.length; index++) {
      const { name, constructor, native, members, count } = merged[index];
      const known = constructor !== null && weakHas(told, constructor);
      if (rows.length >= MAX_CLASSES && !known && ALWAYS_TOLD[name] !== 1) continue;
      let place = null;
      if (constructor !== null) {
        weakSet(told, constructor, true);
        if (!native) {
          place = constructors.length;
          constructors[place] = constructor;
          if (members !== null && members.length === count) {
            followed[followed.length] = { row: rows.length, constructor, members };
          }
        }
      }
      rows[rows.length] = [name, count, place];
    }
    return { rows, constructors, watched: survivors.follow(followed) };
  }

  return {
    count(objects) {
      const groups = new Map();
      const met = largest.begin();
      const beyond = { emitters: 0, listeners: 0, events: 0 };
      const listeners = new WeakSet();
      const running = timers.begin();
      const bare = dictionaries.begin(largest.LEAST_SIZE, (object, size, name, where) => {
        met.offer(object, 'Object', size, name, where);
      });
      known.eachKnown(bare.addKnown);
      const held = weak.begin();
      walk(objects, groups, met, listeners, running, bare, held, beyond);
      bare.look();
      held.tell(met.offer);
      const merged = byConstructor(groups);
      const { rows, constructors, watched } = tell(merged);
      const classesSeen = merged.length;
      return {
        beyond,
        classes: rows,
        classesSeen,
        watched,
        constructors,
        timers: running.tell(constructors),
        collections: met.describe(listeners),
      };
    },

    clear() {
      survivors.clear();
      timers.clear();
      told = hidden(new WeakMap());
    },
  };
})
