'use strict';

// Pages are rendered in a worker thread, which remembers every page it ever rendered.

const http = require('node:http');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

if (isMainThread) serve();
else render();

function serve() {
  const { healthy, listen } = require('./kit');
  const worker = new Worker(__filename, { workerData: { healthy }, argv: [] });
  const open = new Map();
  worker.on('message', ({ number, html }) => {
    open.get(number)?.end(html);
    open.delete(number);
  });
  let number = 0;
  listen(
    http.createServer((request, response) => {
      open.set((number += 1), response);
      worker.postMessage({ number, path: request.url });
    }),
  );
}

function render() {
  class RenderedPage {
    constructor(path) {
      this.path = path;
      this.parts = Array.from({ length: 20 }, (_, part) => `<p>${path}: part ${part}</p>`);
    }
  }

  const rendered = new Map();
  parentPort.on('message', ({ number, path }) => {
    const page = new RenderedPage(path);
    rendered.set(number, page);
    if (workerData.healthy) rendered.delete(number - 50);
    parentPort.postMessage({ number, html: page.parts.join('') });
  });
}
