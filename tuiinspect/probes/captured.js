/** The variables of a function's scopes in a few words each, read without running the program's code. */
(function createCaptured(builtins, collections) {
  'use strict';

  const { classNameOf, isArray, isObject, isPlain, isProxy, keysToLookAt, keyText } = builtins;
  const { nameOf, own, ownKeys, slice } = builtins;

  const MAX_VARIABLES = 60;
  const MAX_TEXT = 60;
  const FEW = 4;

  function textOf(value) {
    return value.length > MAX_TEXT ? `'${slice(value, 0, MAX_TEXT)}…' (${value.length} characters)` : `'${value}'`;
  }

  function simple(value) {
    if (typeof value === 'string') return textOf(value);
    if (typeof value === 'symbol') return keyText(value, MAX_TEXT);
    return typeof value === 'bigint' ? 'bigint' : `${value}`;
  }

  /** An object by its class, and how many there are in a collection. */
  function brief(value) {
    if (!isObject(value)) return simple(value);
    if (isProxy(value)) return 'Proxy';
    if (typeof value === 'function') return `function ${nameOf(value) || '(anonymous)'}`;
    const kind = collections.kindOf(value);
    const sized = isArray(value) || kind === 'Map' || kind === 'Set';
    return sized ? `${classNameOf(value)}(${collections.sizeOf(value, kind)})` : classNameOf(value);
  }

  function wordsOf(value) {
    const words = brief(value);
    if (!isPlain(value) || collections.kindOf(value) !== 'Object') return words;
    const keys = keysToLookAt(value);
    let fields = '';
    let told = 0;
    for (let at = 0; at < keys.length && told < FEW; at++) {
      if (typeof keys[at] !== 'string') continue;
      const found = own(value, keys[at]);
      // A getter is not called.
      if (found === undefined) continue;
      fields += `${told++ === 0 ? '' : ', '}${slice(keys[at], 0, MAX_TEXT)}: ${brief(found)}`;
    }
    return fields === '' ? words : `${words} {${fields}${told < keys.length ? ', …' : ''}}`;
  }

  /** For each scope, which the inspector gives as an `object` of its variables: [names and words, how many]. */
  return function captured(scopes) {
    const told = [];
    for (let index = 0; index < scopes.length; index++) {
      const scope = own(scopes[index], 'object');
      const names = isPlain(scope) ? ownKeys(scope) : [];
      const variables = [];
      for (let at = 0; at < names.length && variables.length < MAX_VARIABLES; at++) {
        if (typeof names[at] !== 'string') continue;
        variables[variables.length] = [slice(names[at], 0, MAX_TEXT), wordsOf(own(scope, names[at]))];
      }
      told[index] = [variables, names.length];
    }
    return told;
  };
})
