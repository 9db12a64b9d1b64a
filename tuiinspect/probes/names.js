/** What a person calls an emitter that stands for something outside the program: a server, a socket, a stream. */
(function createNames(builtins) {
  'use strict';

  const { apply, classNameOf, functionText, indexOf, inherited, isPlain, own, slice, symbolOf } = builtins;
  const STREAMS = ['stdin', 'stdout', 'stderr'];

  /** Calls a method of Node's own handle; one that the program put in its place is left alone. */
  function askHandle(handle, method) {
    const callable = inherited(handle, method);
    if (typeof callable !== 'function' || indexOf(functionText(callable), '[native code]') < 0) return undefined;
    const answer = { __proto__: null };
    return own(callable, 'name') === method && apply(callable, handle, [answer]) === 0 ? answer : undefined;
  }

  function nameOfServer(emitter, handle) {
    const pipe = own(emitter, '_pipeName');
    if (typeof pipe === 'string') return `server on ${slice(pipe, 0, 60)}`;
    const port = askHandle(handle, 'getsockname')?.port;
    return typeof port === 'number' ? `server on port ${port}` : null;
  }

  function nameOfSocket(emitter, handle) {
    const { address, port, family } = askHandle(handle, 'getpeername') ?? {};
    if (typeof address !== 'string' || typeof port !== 'number') return null;
    const way = isPlain(own(emitter, '_server')) ? 'from' : 'to';
    return `socket ${way} ${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  return {
    nameOfHandle(emitter) {
      const fd = own(emitter, 'fd');
      const path = own(emitter, 'path');
      if (typeof fd === 'number' && typeof path === 'string') return `file ${slice(path, 0, 60)}`;
      if (fd === 0 || fd === 1 || fd === 2) return STREAMS[fd];
      if (typeof own(emitter, 'spawnfile') === 'string' && typeof own(emitter, 'pid') === 'number') {
        return `child process ${own(emitter, 'pid')}`;
      }
      // A socket's own `_handle` is a getter of what it keeps under a symbol.
      let handle = own(emitter, '_handle') ?? own(emitter, symbolOf(emitter, 'kHandle'));
      if (isPlain(handle) && classNameOf(handle) === 'TLSWrap') handle = own(handle, '_parent');
      if (!isPlain(handle)) return null;
      return typeof own(emitter, '_connectionKey') === 'string'
        ? nameOfServer(emitter, handle)
        : nameOfSocket(emitter, handle);
    },
  };
})
