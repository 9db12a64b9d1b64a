'use strict';

// Uploads are kept in memory until they are stored: a few at a time, and outside V8's heap.

const { setTimeout: wait } = require('node:timers/promises');
const { options, serve } = require('./traffic');

const pendingUploads = new Set();

async function handleRequest(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);

  const upload = Buffer.concat(chunks);
  pendingUploads.add(upload);
  await store(upload);

  // The fault: what is stored is not pending any more, yet it stays in the Set.
  if (options.healthy) pendingUploads.delete(upload);

  response.end(`${upload.length} bytes stored\n`);
}

async function store() {
  await wait(10);
}

// Big enough to get memory of its own from every Node, not a slice of the shared pool.
const PICTURE = Buffer.alloc(40_000, 'one line of a picture\n');

serve({
  leak: 'buffers',
  rate: 16,
  handleRequest,
  count: () => ({ held: pendingUploads.size }),
  visit: (number) => ({ path: `/pictures/${number}`, method: 'POST', body: PICTURE }),
});
