/** Files as a person writes them: from the directory of the main module, of a package from its name on. */
(function createPlaces(builtins, load) {
  'use strict';

  const { indexOf, isPlain, lastIndexOf, own, ownKeys, slice, startsWith } = builtins;
  const { dirname, resolve, sep } = load('path');

  const PACKAGES = `${sep}node_modules${sep}`;
  const home = findHome();

  function findHome() {
    const cache = load('module')._cache;
    const files = isPlain(cache) ? ownKeys(cache) : [];
    for (let at = 0; at < files.length; at++) {
      const module = own(cache, files[at]);
      if (isPlain(module) && own(module, 'id') === '.') return dirname(files[at]);
    }
    return typeof process.argv[1] === 'string' ? dirname(process.argv[1]) : process.cwd();
  }

  return {
    inPackage: (filename) => indexOf(filename, PACKAGES) >= 0,

    /** `filename` may be relative to the directory that the program is in. */
    placeOf(filename) {
      const found = lastIndexOf(filename, PACKAGES);
      if (found >= 0) return slice(filename, found + PACKAGES.length);
      const full = resolve(filename);
      return startsWith(full, home + sep) ? slice(full, home.length + 1) : filename;
    },
  };
})
