/**
 * The stack at this moment as V8's own call sites, without running the program's code.
 *
 * V8 hands a stack to `Error.prepareStackTrace`, which programs set too, and its length is
 * `Error.stackTraceLimit`. For the moment of our own stack both are ours. Where they are no plain properties
 * there is no stack.
 */
(function createStack(builtins) {
  'use strict';

  const { apply, defineProperty, functionText, getOwnPropertyDescriptor, getPrototypeOf } = builtins;
  const { hasOwn, indexOf, isArray, isPlain, own } = builtins;
  const { deleteProperty } = Reflect;

  const FRAMES = 12;
  const PREPARE = 'prepareStackTrace';
  const LIMIT = 'stackTraceLimit';
  const METHODS = ['getLineNumber', 'getColumnNumber', 'getScriptNameOrSourceURL', 'getFunctionName'];

  // The program may have put another Error in the place of the global one, which is where Node looks.
  let genuine = null;
  let captureStackTrace = null;
  let read = null;

  // What stands in the program's place: a time limit that ends our code in the middle leaves it to the next call.
  let lent = null;
  let wanted = null;

  function genuineError() {
    try {
      return null();
    } catch (error) {
      return own(getPrototypeOf(getPrototypeOf(error)), 'constructor');
    }
  }

  function isNative(callable) {
    return typeof callable === 'function' && indexOf(functionText(callable), '[native code]') >= 0;
  }

  function lend(holder, key, value) {
    const found = getOwnPropertyDescriptor(holder, key);
    if (found !== undefined && !(hasOwn(found, 'value') && found.configurable)) return false;
    lent[lent.length] = { holder, key, found };
    const plain = { writable: true, enumerable: true, configurable: true };
    return defineProperty(holder, key, { ...(found ?? plain), value });
  }

  function giveBack() {
    if (lent === null) return;
    for (let index = lent.length - 1; index >= 0; index--) {
      const { holder, key, found } = lent[index];
      if (found === undefined) deleteProperty(holder, key);
      else defineProperty(holder, key, found);
    }
    lent = wanted = null;
  }

  function prepare(error, sites) {
    if (error === wanted) return sites;
    // Left behind by a time limit, and met by an error of the program's.
    const theirs = lent?.[lent.length - 1]?.found?.value;
    giveBack();
    return typeof theirs === 'function' ? apply(theirs, this, [error, sites]) : `${error}`;
  }

  /** Call sites, the innermost first; undefined where there can be none. */
  function take() {
    giveBack();
    const error = own(globalThis, 'Error');
    if (typeof error !== 'function' || !isPlain(error)) return undefined;
    const taken = { __proto__: null };
    wanted = taken;
    lent = [];
    try {
      if (!lend(genuine, LIMIT, FRAMES) || !lend(error, PREPARE, prepare)) return undefined;
      captureStackTrace(taken);
      const sites = taken.stack;
      return isArray(sites) ? sites : undefined;
    } finally {
      giveBack();
    }
  }

  /** The methods of V8's call sites as they are now; null where the program has others in their place. */
  function readers() {
    const sites = take();
    if (sites === undefined || sites.length === 0) return null;
    const prototype = getPrototypeOf(sites[0]);
    const found = { __proto__: null };
    for (let index = 0; index < METHODS.length; index++) {
      const method = own(prototype, METHODS[index]);
      if (!isNative(method)) return null;
      found[METHODS[index]] = (site) => apply(method, site, []);
    }
    return found;
  }

  return {
    take,
    giveBack,

    /** What can be asked of a call site, by the names that V8 has for it. */
    get read() {
      return read;
    },

    /** Returns whether stacks can be had here. */
    begin() {
      if (read !== null) return true;
      genuine = genuineError();
      captureStackTrace = isPlain(genuine) ? own(genuine, 'captureStackTrace') : undefined;
      read = isNative(captureStackTrace) ? readers() : null;
      return read !== null;
    },
  };
})
