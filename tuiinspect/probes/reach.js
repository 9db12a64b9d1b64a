/**
 * Where what can be reached without a walk of the heap begins: what modules export, what is global, what the
 * event loop holds.
 */
(function createReach(builtins, createWalk, names, places, load) {
  'use strict';

  const { isPlain, now, own, ownKeys } = builtins;

  const MODULE_DEPTH = 3;

  function addModules(walk, wanted) {
    const cache = load('module')._cache;
    if (!isPlain(cache)) return;
    const files = ownKeys(cache);
    for (let at = 0; at < files.length; at++) {
      const module = own(cache, files[at]);
      if (!isPlain(module) || places.inPackage(files[at]) === wanted.own) continue;
      const where = `module ${places.placeOf(files[at])}`;
      walk.root(own(module, 'exports'), MODULE_DEPTH, { name: 'exports', where });
    }
  }

  function addHandles(walk) {
    const handles = process._getActiveHandles();
    for (let at = 0; at < handles.length; at++) {
      if (!isPlain(handles[at])) continue;
      const name = names.nameOfHandle(handles[at]);
      walk.root(handles[at], 2, { name, lead: name ?? '', functions: false });
    }
  }

  // What a short budget did not suffice for is gone on with; until then the walk keeps what it has seen.
  let walk = null;
  let packagesAdded = false;

  return {
    begin(noteFunction) {
      walk = createWalk(noteFunction);
      packagesAdded = false;
      walk.root(process, 1, { name: 'process', lead: 'process', functions: false });
      addModules(walk, { own: true });
      walk.root(globalThis, 3, { where: 'globalThis' });
      addHandles(walk);
    },

    /** Returns whether all is done. */
    goOn(budget) {
      if (walk === null) return true;
      const end = now() + budget;
      if (!walk.run(end)) return false;
      if (!packagesAdded) {
        packagesAdded = true;
        addModules(walk, { own: false });
        if (!walk.run(end)) return false;
      }
      walk = null;
      return true;
    },

    clear() {
      walk = null;
    },
  };
})
