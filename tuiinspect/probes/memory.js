/** One reading of this thread's memory, its collections, its event loop, its resources and its servers. */
(function createMemory(parts, builtins, load, names) {
  'use strict';

  const { now } = builtins;
  const { getHeapStatistics } = load('v8');
  const { memoryUsage, cpuUsage, getActiveResourcesInfo, uptime } = process;

  const collector = parts.collector(builtins, load);
  const loop = parts.loop(builtins, load);
  const servers = parts.servers(builtins, load, names);

  // The first reading's CPU share is that of the whole life of the process.
  let lastCpu = { user: 0, system: 0 };
  let lastTime = now() - uptime();

  function cpuPercent(time) {
    const cpu = cpuUsage();
    const used = (cpu.user + cpu.system - lastCpu.user - lastCpu.system) / 1e6;
    const elapsed = time - lastTime;
    lastCpu = cpu;
    lastTime = time;
    return elapsed > 0 ? (100 * used) / elapsed : 0;
  }

  function activeResources() {
    const counts = { __proto__: null };
    const kinds = getActiveResourcesInfo();
    for (let index = 0; index < kinds.length; index++) {
      counts[kinds[index]] = (counts[kinds[index]] ?? 0) + 1;
    }
    return counts;
  }

  return {
    read() {
      const start = now();
      const usage = memoryUsage();
      const heap = getHeapStatistics();
      const answer = {
        heap_used: usage.heapUsed,
        heap_total: usage.heapTotal,
        heap_physical: heap.total_physical_size,
        heap_limit: heap.heap_size_limit,
        external: usage.external,
        array_buffers: usage.arrayBuffers,
        rss: usage.rss,
        loop_delay_ms: loop.delay(),
        loop_utilisation: loop.utilisation(),
        cpu_percent: cpuPercent(start),
        resources: activeResources(),
        servers: servers.read(),
        requests: servers.requests(),
        collections: collector.drain(),
        collection_totals: collector.totals,
        gc_floor: collector.floor(),
      };
      answer.cost_s = now() - start;
      return answer;
    },

    stop() {
      collector.stop();
      loop.stop();
      servers.stop();
    },
  };
})
