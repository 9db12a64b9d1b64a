/**
 * Registers every emitter among all objects of the heap and counts what does not fit in the registry.
 *
 * `objects` comes from a heap walk and may hold anything: nothing of it is called or converted.
 */
(function createCensus(builtins, emitters, registry) {
  'use strict';

  const { getPrototypeOf, hasOwn, isProxy, mapGet, mapSet, Map } = builtins;

  return function count(objects) {
    const beyond = { emitters: 0, listeners: 0, events: 0 };
    const targetPrototypes = new Map();

    function isTarget(object) {
      const prototype = getPrototypeOf(object);
      if (prototype === null) return false;
      let known = mapGet(targetPrototypes, prototype);
      if (known === undefined) {
        known = builtins.descendsFrom(prototype, emitters.EventTarget.prototype);
        mapSet(targetPrototypes, prototype, known);
      }
      return known && emitters.isTarget(object);
    }

    function note(object, target) {
      if (registry.register(object, 'census') !== undefined) return;
      beyond.emitters++;
      emitters.eachEvent(object, target, (_, listeners) => {
        beyond.events++;
        beyond.listeners += listeners;
      });
    }

    for (let index = 0; index < objects.length; index++) {
      const object = objects[index];
      if (isProxy(object)) continue;
      if (hasOwn(object, '_events')) {
        if (emitters.isEmitter(object)) note(object, false);
      } else if (isTarget(object)) {
        note(object, true);
      }
    }
    return beyond;
  };
})
