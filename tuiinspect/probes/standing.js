(() => {
  // A program may have put something else in the place of the global `process`; the module is the real one.
  const real = typeof require === 'function' ? require('process') : process;
  const { rss, heapUsed } = real.memoryUsage();
  const [seconds, nanoseconds] = real.hrtime();
  return { clock: seconds + nanoseconds / 1e9, rss, heapUsed };
})();
