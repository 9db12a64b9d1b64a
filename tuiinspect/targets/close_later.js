(() => {
  const { _debugEnd } = require('process');
  // It is what `inspector.close` is; that module's loading puts another `process.chdir` into the program.
  const close = typeof _debugEnd === 'function' ? _debugEnd : require('inspector').close;
  // Deferred, so that the reply to this very call gets out before its connection is cut.
  require('timers').setTimeout(() => {
    try {
      close();
    } catch {
      // Closed by somebody else meanwhile. Nothing of ours may surface in the program.
    }
  }, 0);
})();
