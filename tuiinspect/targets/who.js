(() => {
  // A program may have put something else in the place of the global `process`; the module is the real one.
  const real = typeof require === 'function' ? require('process') : process;
  return {
    pid: real.pid,
    version: real.version,
    uptime: real.uptime(),
    command: [real.execPath, ...real.execArgv, ...real.argv.slice(1)].map(String),
  };
})();
