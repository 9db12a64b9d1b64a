(() => {
  const inspector = require('inspector');
  // Deferred as in close_later.js. Port 0 takes any free one, so that the well-known port becomes free.
  require('timers').setTimeout(() => {
    try {
      inspector.close();
      inspector.open(0, '127.0.0.1');
    } catch {
      // Opened again by a signal in between: it stays where it is. Nothing of ours may surface in the program.
    }
  }, 0);
})();
