/**
 * The agent's small form: it tells a thread's memory, or only keeps the inspector's lease, and touches
 * nothing of the program's.
 */
(function createWatcher(parts, load, options) {
  'use strict';

  const builtins = parts.builtins(load);
  const lease = parts.lease(builtins, load, options, () => {
    lease.regardless(() => memory?.stop());
    memory = null;
  });
  // What observes collections is put in only where somebody wants to know.
  let memory = null;

  return lease.whileItLasts({
    readMemory() {
      memory ??= parts.memory(parts, builtins, load, parts.names(builtins));
      return memory.read();
    },

    stay: () => true,
    extendLease: lease.extend,
    remove: lease.end,
  });
})
