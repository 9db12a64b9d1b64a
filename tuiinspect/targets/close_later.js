(() => {
  const inspector = require('inspector');
  // Deferred, so that the reply to this very call gets out before its connection is cut.
  require('timers').setTimeout(() => {
    try {
      inspector.close();
    } catch {
      // Closed by somebody else meanwhile. Nothing of ours may surface in the program.
    }
  }, 0);
})();
