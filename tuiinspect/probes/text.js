/**
 * An answer as JSON text: for the inspector to take an object of many parts apart costs the target three times
 * as much.
 *
 * What is written down has no prototypes, so that no `toJSON` of the program's is met on the way.
 */
(function createText(builtins) {
  'use strict';

  const { functionText, isPlain, ownKeys, setPrototypeOf } = builtins;
  const { stringify } = JSON;

  /** What a program has put in its place is not called. */
  const isGenuine = isPlain(stringify) && functionText(stringify) === 'function stringify() { [native code] }';

  function withoutPrototypes(value) {
    if (typeof value !== 'object' || value === null) return;
    setPrototypeOf(value, null);
    const keys = ownKeys(value);
    for (let index = 0; index < keys.length; index++) withoutPrototypes(value[keys[index]]);
  }

  /** The answer itself where it cannot be written. */
  return function textOf(answer) {
    if (!isGenuine) return answer;
    withoutPrototypes(answer);
    return stringify(answer);
  };
})
