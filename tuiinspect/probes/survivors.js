/**
 * How many of a class's newest objects are still there: told without another walk.
 *
 * A census marks the objects it meets; those of the next one that are not marked are new, and some of them
 * are held weakly. Classes with very many objects are left out, and V8's own, which follow from the others.
 */
(function createSurvivors(builtins) {
  'use strict';

  const { deref, hidden, now, setAddWeakly, setHasWeakly, sort, unseen, weakRef, WeakSet } = builtins;

  const MAX_OF_CLASS = 10_000;
  const MAX_MARKED = 60_000;
  const MAX_WATCHED = 20;
  const LEAST_NEW = 5;
  const SAMPLE = 64;

  const Canary = unseen(class Canary {});
  const Watch = unseen(
    class Watch {
      constructor(id, refs, since, canary) {
        this.id = id;
        this.refs = refs;
        this.since = since;
        this.canary = canary;
      }
    },
  );

  let objects = hidden(new WeakSet());
  let constructors = hidden(new WeakSet());
  let watched = hidden([]);
  let lastId = 0;

  function newOnes(members) {
    const found = [];
    for (let index = 0; index < members.length; index++) {
      if (!setHasWeakly(objects, members[index])) found[found.length] = members[index];
    }
    return found;
  }

  function sampleOf(found) {
    const refs = hidden([]);
    const step = found.length > SAMPLE ? found.length / SAMPLE : 1;
    for (let at = 0; at < found.length && refs.length < SAMPLE; at += step) {
      refs[refs.length] = weakRef(found[at - (at % 1)]);
    }
    return refs;
  }

  function mark(classes) {
    objects = hidden(new WeakSet());
    constructors = hidden(new WeakSet());
    let room = MAX_MARKED;
    const smallestFirst = sort(builtins.copy(classes), (a, b) => a.members.length - b.members.length);
    for (let index = 0; index < smallestFirst.length; index++) {
      const { constructor, members } = smallestFirst[index];
      if (members.length > room) return;
      room -= members.length;
      setAddWeakly(constructors, constructor);
      for (let at = 0; at < members.length; at++) setAddWeakly(objects, members[at]);
    }
  }

  return {
    MAX_OF_CLASS,

    /**
     * `classes` are { row, constructor, members } of this census; the new objects of those that were marked
     * by the last one are watched from now on. Returns [row, number of the watch] for each of these.
     */
    follow(classes) {
      const fresh = [];
      for (let index = 0; index < classes.length; index++) {
        const { row, constructor, members } = classes[index];
        if (!setHasWeakly(constructors, constructor)) continue;
        const found = newOnes(members);
        if (found.length >= LEAST_NEW) fresh[fresh.length] = { row, found };
      }
      sort(fresh, (a, b) => b.found.length - a.found.length);
      watched = hidden([]);
      const told = [];
      for (let index = 0; index < fresh.length && index < MAX_WATCHED; index++) {
        const { row, found } = fresh[index];
        // Only a full collection takes it away: once it is gone, what else is left is held by something.
        watched[index] = new Watch(++lastId, sampleOf(found), now(), weakRef(new Canary()));
        told[index] = [row, lastId];
      }
      mark(classes);
      return told;
    },

    /** [number of the watch, sampled, alive, seconds, whether a full collection came in between]. */
    count() {
      const rows = [];
      for (let index = 0; index < watched.length; index++) {
        const { id, refs, since, canary } = watched[index];
        let alive = 0;
        for (let at = 0; at < refs.length; at++) if (deref(refs[at]) !== undefined) alive++;
        rows[index] = [id, refs.length, alive, now() - since, deref(canary) === undefined];
      }
      return rows;
    },

    clear() {
      objects = hidden(new WeakSet());
      constructors = hidden(new WeakSet());
      watched = hidden([]);
    },
  };
})
