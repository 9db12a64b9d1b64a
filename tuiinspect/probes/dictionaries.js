/**
 * Objects without a prototype that are used as dictionaries: a walk of the heap by prototype does not meet them.
 *
 * They are looked for among the properties of what it does meet, of the few instances of a class rather than of
 * very many, and in collections: those that are known by name, and those that it meets, within limits of time.
 * Of a collection a few places are looked at first: where one of these has such a dictionary, so may others. Out of
 * sight remain those that only a variable holds, as far as nobody has found them there before.
 */
(function createDictionaries(builtins, collections, classes, patience) {
  'use strict';

  const { getPrototypeOf, isArray, isProxy, keysToLookAt, keyText, now, own } = builtins;
  const { mapEntries, mapNext, setAdd, setHas, setNext, setValues, slice, types, Set } = builtins;

  const MAX_KEYS = 500;
  const MAX_HOLDERS = 20_000;
  // One class of very many, of which some are what a module keeps its state in.
  const MAX_PLAIN = 5_000;
  const KNOWN_S = 0.05;
  const BUDGET_S = 0.4;
  const INSIDE_S = 0.1;
  const MAX_DEPTH = 3;
  const FEW_PLACES = 16;
  const MAX_MEMBERS = 10_000;
  // Each emitter has `_events`, which count as listeners; a function's `prototype` is made when it is looked at.
  const UNINTERESTING = { __proto__: null, _events: 1, prototype: 1, caller: 1, arguments: 1, constructor: 1 };

  const NOTHING = 0;
  const BARE = 1;
  const COLLECTION = 2;

  function roleOf(value) {
    if (typeof value !== 'object' || value === null || isProxy(value)) return NOTHING;
    if (getPrototypeOf(value) === null) return BARE;
    return isArray(value) || types.isMap(value) || types.isSet(value) ? COLLECTION : NOTHING;
  }

  /** Whether there is a dictionary at one of a few places all over an array (`keys` null) or an object. */
  function isOneOfBare(holder, keys) {
    const length = keys === null ? holder.length : keys.length;
    const stride = length > FEW_PLACES ? length / FEW_PLACES : 1;
    for (let place = 0; place < length; place += stride) {
      const at = place - (place % 1);
      if (roleOf(own(holder, keys === null ? at : keys[at])) === BARE) return true;
    }
    return false;
  }

  /** Whether one of the first few is a dictionary of what can be had in its own order only. */
  function isOneBare(iterator, next) {
    for (let at = 0; at < FEW_PLACES; at++) {
      const step = next(iterator);
      if (step.done) return false;
      if (roleOf(next === mapNext ? step.value[1] : step.value) === BARE) return true;
    }
    return false;
  }

  const stepText = (key) => keyText(key, 40);
  const joined = (path, key) => (path === '' ? stepText(key) : `${path}.${stepText(key)}`);
  const keyStep = (key) => (typeof key === 'string' ? `.get('${slice(key, 0, 40)}')` : '.get(…)');

  // Objects that stay come in the same order each time: every census has others in its samples.
  let turn = 0;

  /** An even sample of who knows how many: when it is full every second one goes, and of those to come stays. */
  function createSample(most = MAX_HOLDERS) {
    const kept = [];
    let stride = 1;
    let phase = 0;
    let halvings = turn;
    let met = 0;

    function halve() {
      const odd = halvings % 2;
      halvings = (halvings - odd) / 2;
      for (let at = 0; 2 * at < most; at++) kept[at] = kept[2 * at + odd];
      kept.length = most / 2;
      phase += odd * stride;
      stride *= 2;
    }

    return {
      kept,
      add(object) {
        const place = met++;
        if (place % stride !== phase) return;
        if (kept.length === most) {
          halve();
          if (place % stride !== phase) return;
        }
        kept[kept.length] = object;
      },
    };
  }

  return {
    /** `tell(dictionary, size, name, where)` is called for each that has `least` entries or more, once. */
    begin(least, tell) {
      turn++;
      const seen = new Set();
      const known = [];
      // What has a class is looked at before plain objects, and these before functions.
      const instances = createSample();
      const plain = createSample(MAX_PLAIN);
      const functions = createSample();
      const arrays = createSample();
      const others = createSample();
      let end = 0;

      function note(object, name, where, depth) {
        if (collections.kindOf(object) !== 'Object' || setHas(seen, object)) return;
        setAdd(seen, object);
        const size = collections.sizeOf(object, 'Object');
        if (size >= least) tell(object, size, name, where);
        if (depth < MAX_DEPTH) lookAt(object, name, where, depth + 1);
      }

      function lookAt(holder, path, where, depth) {
        const keys = keysToLookAt(holder);
        for (let at = 0; at < keys.length && at < MAX_KEYS; at++) {
          const key = keys[at];
          if (typeof key === 'string' && UNINTERESTING[key] === 1) continue;
          const value = own(holder, key);
          const role = roleOf(value);
          if (role === BARE) note(value, joined(path, key), where, depth);
          else if (role === COLLECTION) lookInside(value, () => joined(path, key), where, depth);
        }
      }

      /** `path` puts a name together for the few collections that turn out to hold a dictionary. */
      function lookInside(collection, path, where, depth) {
        if (setHas(seen, collection)) return;
        setAdd(seen, collection);
        if (types.isMap(collection)) {
          if (isOneBare(mapEntries(collection), mapNext)) noteAlong(mapEntries(collection), mapNext, path, where, depth);
        } else if (types.isSet(collection)) {
          if (isOneBare(setValues(collection), setNext)) noteAlong(setValues(collection), setNext, path, where, depth);
        } else {
          const keys = isArray(collection) ? null : keysToLookAt(collection);
          if (isOneOfBare(collection, keys)) noteIn(collection, keys, path, where, depth);
        }
      }

      function noteIn(holder, keys, path, where, depth) {
        const length = keys === null ? holder.length : keys.length;
        for (let at = 0; at < length && at < MAX_MEMBERS; at++) {
          const value = own(holder, keys === null ? at : keys[at]);
          if (roleOf(value) === BARE) {
            note(value, keys === null ? `${path()}[${at}]` : joined(path(), keys[at]), where, depth);
          }
          if (at % 64 === 63 && now() > end) return;
        }
      }

      function noteAlong(iterator, next, path, where, depth) {
        for (let at = 0; at < MAX_MEMBERS; at++) {
          const step = next(iterator);
          if (step.done) return;
          const value = next === mapNext ? step.value[1] : step.value;
          if (roleOf(value) === BARE) {
            note(value, path() + (next === mapNext ? keyStep(step.value[0]) : `[${at}]`), where, depth);
          }
          if (at % 64 === 63 && now() > end) return;
        }
      }

      function lookInKnown() {
        end = now() + KNOWN_S * patience;
        for (let at = 0; at < known.length && now() < end; at++) {
          const { object, name, where } = known[at];
          lookInside(object, () => name ?? classes.classOf(object), where, 1);
        }
      }

      function lookAtHolders() {
        end = now() + BUDGET_S * patience;
        const inTurn = [instances, plain, functions];
        for (let next = 0; next < inTurn.length; next++) {
          const sample = inTurn[next];
          const { kept } = sample;
          for (let at = 0; at < kept.length; at++) {
            if (at % 256 === 255 && now() > end) return;
            lookAt(kept[at], sample === instances ? classes.classOf(kept[at]) : '', null, 1);
          }
        }
      }

      function lookInMet({ kept }) {
        let at = 0;
        const path = () => classes.classOf(kept[at]);
        for (; at < kept.length; at++) {
          if (at % 64 === 63 && now() > end) return;
          lookInside(kept[at], path, null, 1);
        }
      }

      return {
        /** An object that the walk has met, to be looked at when it is over. */
        add(holder, isPlainObject) {
          (typeof holder === 'function' ? functions : isPlainObject ? plain : instances).add(holder);
        },

        /** An array, a Map, a Set or an object with many keys that the walk has met. */
        addCollection(object) {
          (isArray(object) ? arrays : others).add(object);
        },

        /** A collection that was found before, in a variable for example. */
        addKnown(object, { name, where }) {
          if (isProxy(object)) return;
          known[known.length] = { object, name, where };
          if (getPrototypeOf(object) === null) noteKnown(object);
        },

        look() {
          lookInKnown();
          lookAtHolders();
          end = now() + INSIDE_S * patience;
          lookInMet(others);
          lookInMet(arrays);
        },
      };

      /** It has its name already, and is looked into as all that are known. */
      function noteKnown(object) {
        const size = collections.kindOf(object) === 'Object' ? collections.sizeOf(object, 'Object') : 0;
        if (size >= least) tell(object, size, null, null);
      }
    },
  };
})
