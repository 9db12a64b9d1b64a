// For a program whose loop never comes round to a timer. No reply to this call can arrive. Else as close_later.js.
(() => {
  const { _debugEnd } = require('process');
  if (typeof _debugEnd === 'function') _debugEnd();
  else require('inspector').close();
})();
