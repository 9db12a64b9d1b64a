/**
 * Servers of this thread: how many connections each has, how many requests are being answered, and how many
 * HTTP requests have come since we did.
 *
 * What lives in the target for it: WeakRefs to the servers, and a subscriber of Node's own channel that
 * announces each HTTP request; it counts and does nothing else.
 */
(function createServers(builtins, load, names) {
  'use strict';

  const { deref, isObject, isPlain, own, slice, WeakRef } = builtins;
  const channels = load('diagnostics_channel');

  const CHANNEL = 'http.server.request.start';
  const MOST_SERVERS = 20;
  const MOST_HANDLES = 20_000;
  // To look through all handles costs as much as there are of them: 0.3 ms for a thousand.
  const MOST_EACH_TIME = 1_000;
  const READINGS_PER_LOOK = 10;

  let known = [];
  let handlesSeen = 0;
  let readings = 0;
  let requests = 0;
  const count = () => {
    requests++;
  };
  channels.subscribe(CHANNEL, count);

  function look() {
    const handles = process._getActiveHandles();
    handlesSeen = handles.length;
    for (let index = 0; index < known.length; index++) known[index].busy = 0;
    for (let index = 0; index < handles.length && index < MOST_HANDLES; index++) {
      const handle = handles[index];
      if (!isPlain(handle)) continue;
      notice(handle);
      // In a worker of a cluster the listening handle is the primary's: its server is known by its sockets.
      const server = own(handle, '_server');
      const entry = isPlain(server) ? notice(server) : undefined;
      if (entry !== undefined && isObject(own(handle, '_httpMessage'))) entry.busy++;
    }
  }

  function notice(server) {
    if (typeof own(server, '_connections') !== 'number') return undefined;
    for (let index = 0; index < known.length; index++) {
      if (deref(known[index].ref) === server) return known[index];
    }
    if (known.length >= MOST_SERVERS) return undefined;
    const entry = { ref: new WeakRef(server), name: names.nameOfHandle(server) ?? 'server', busy: 0 };
    known[known.length] = entry;
    return entry;
  }

  function forgetDead() {
    const alive = [];
    for (let index = 0; index < known.length; index++) {
      if (deref(known[index].ref) !== undefined) alive[alive.length] = known[index];
    }
    known = alive;
  }

  return {
    /** [name, connections, requests being answered; null where that was too much to count] of each server. */
    read() {
      const due = readings++ % READINGS_PER_LOOK === 0;
      if (due) forgetDead();
      const counted = handlesSeen <= MOST_EACH_TIME;
      if (due || counted) look();
      const told = [];
      for (let index = 0; index < known.length; index++) {
        const { ref, name, busy } = known[index];
        const server = deref(ref);
        const connections = server === undefined ? undefined : own(server, '_connections');
        if (typeof connections !== 'number') continue;
        told[told.length] = [slice(name, 0, 80), connections, counted ? busy : null];
      }
      return told;
    },

    requests: () => requests,

    stop() {
      channels.unsubscribe(CHANNEL, count);
      known = [];
    },
  };
})
