/**
 * What the variables of the program's functions lead to: a module's `const cache = new Map()` that nothing
 * exports. Only the inspector opens a function's scopes; it is asked function by function, in rounds, and each
 * round finds functions for the next.
 */
(function createScopes(builtins, createWalk, places) {
  'use strict';

  const { deref, functionText, hidden, indexOf, isPlain, isProxy, nameOf, now, own, ownKeys } = builtins;
  const { setAdd, setHas, weakRef, Set } = builtins;

  const MAX_WAITING = 80;
  // The inspector sends a function's text and its properties along.
  const LONG_TEXT = 20_000;
  const MANY_KEYS = 30;
  const VARIABLE_DEPTH = 2;

  let waiting = hidden([]);
  let seen = hidden(new Set());

  /** Functions of equal text are alike: what one of them leads to is enough. */
  function offer(callable) {
    if (typeof callable !== 'function' || isProxy(callable)) return;
    if (waiting.length >= MAX_WAITING || ownKeys(callable).length > MANY_KEYS) return;
    const text = functionText(callable);
    const known = `${nameOf(callable)} ${text}`;
    if (text.length > LONG_TEXT || indexOf(text, '[native code]') >= 0 || setHas(seen, known)) return;
    setAdd(seen, known);
    waiting[waiting.length] = weakRef(callable);
  }

  return {
    offer,

    /** The functions whose scopes are to be opened; they are handed out once. */
    take() {
      const functions = [];
      for (let index = 0; index < waiting.length; index++) {
        const callable = deref(waiting[index]);
        if (callable !== undefined) functions[functions.length] = callable;
      }
      waiting = hidden([]);
      return functions;
    },

    /** `scopes` are the inspector's, each with its variables as an `object`; `facts`: [file, function or null]. */
    look(budget, facts, scopes) {
      const walk = createWalk(offer);
      for (let index = 0; index < scopes.length; index++) {
        const scope = own(scopes[index], 'object');
        if (!isPlain(scope)) continue;
        const [file, callable] = facts[index];
        const place = places.placeOf(file);
        const where = callable === null ? `module ${place}` : `in ${callable}(), ${place}`;
        const variables = ownKeys(scope);
        for (let at = 0; at < variables.length; at++) {
          const name = variables[at];
          if (typeof name !== 'string' || name === 'arguments' || name === 'this') continue;
          walk.root(own(scope, name), VARIABLE_DEPTH, { name, lead: name, where });
        }
      }
      walk.run(now() + budget);
      return waiting.length;
    },

    clear() {
      waiting = hidden([]);
      seen = hidden(new Set());
    },
  };
})
