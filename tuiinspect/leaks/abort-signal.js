'use strict';

// Jobs are cancelled when the server shuts down: all of them listen to one signal that lives as long.

const { setTimeout: wait } = require('node:timers/promises');
const { getEventListeners } = require('node:events');
const { options, serve } = require('./traffic');

const shutdown = new AbortController();

class Job {
  constructor(path) {
    this.path = path;
    this.lines = Array.from({ length: 64 }, (_, line) => `line ${line} of ${path}`);
    this.cancelled = false;
  }

  async run() {
    await wait(5);
    this.result = this.lines.map((line) => line.padEnd(250, '.')).join('\n');
    return this.result;
  }

  cancel() {
    this.cancelled = true;
  }
}

async function handleRequest(request, response) {
  const job = new Job(request.url);
  const cancelJob = () => job.cancel();
  shutdown.signal.addEventListener('abort', cancelJob);

  response.end(await job.run());

  // The fault: a job that is done need not be cancelled any more, yet its listener stays.
  if (options.healthy) shutdown.signal.removeEventListener('abort', cancelJob);
}

const service = serve({
  leak: 'abort-signal',
  rate: 25,
  handleRequest,
  count() {
    const count = getEventListeners(shutdown.signal, 'abort').length;
    return { held: count, listeners: [{ class: 'AbortSignal', event: 'abort', count }] };
  },
  visit: (number) => ({ path: `/jobs/${number}` }),
});

process.on('SIGTERM', async () => {
  shutdown.abort();
  await service.stop();
  // What a shell reports for a program that SIGTERM ended: supervisors expect it.
  process.exit(143);
});
