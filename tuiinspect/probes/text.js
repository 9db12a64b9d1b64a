/**
 * An answer as JSON text: for the inspector to take an object of many parts apart costs the target three times
 * as much.
 *
 * Where a `toJSON` of the program's would be met on the way, what is written down is made to lead to none.
 */
(function createText(builtins) {
  'use strict';

  const { functionText, getPrototypeOf, hasOwn, isPlain, ownKeys, setPrototypeOf } = builtins;
  const { stringify } = JSON;
  const ofArrays = Array.prototype;
  const ofObjects = Object.prototype;

  /** What a program has put in its place is not called. */
  const isGenuine = isPlain(stringify) && functionText(stringify) === 'function stringify() { [native code] }';

  function meetsNothing() {
    if (hasOwn(ofArrays, 'toJSON') || hasOwn(ofObjects, 'toJSON')) return false;
    return getPrototypeOf(ofArrays) === ofObjects;
  }

  function withoutPrototypes(value) {
    if (typeof value !== 'object' || value === null) return;
    setPrototypeOf(value, null);
    const keys = ownKeys(value);
    for (let index = 0; index < keys.length; index++) withoutPrototypes(value[keys[index]]);
  }

  /** The answer itself where it cannot be written. */
  return function textOf(answer) {
    if (!isGenuine) return answer;
    if (!meetsNothing()) withoutPrototypes(answer);
    return stringify(answer);
  };
})
