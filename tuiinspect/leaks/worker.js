'use strict';

// Pages are rendered in a worker thread, which keeps the main thread free to answer.

const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

if (isMainThread) serveRequests();
else renderPages(workerData);

function serveRequests() {
  const { options, serve } = require('./traffic');
  const renderer = new Worker(__filename, { name: 'renderer', workerData: { healthy: options.healthy } });
  const waiting = new Map();
  let asked = 0;

  renderer.on('message', ({ id, answer }) => {
    waiting.get(id)(answer);
    waiting.delete(id);
  });

  function ask(question) {
    const id = asked++;
    renderer.postMessage({ id, ...question });
    return new Promise((resolve) => waiting.set(id, resolve));
  }

  serve({
    leak: 'worker',
    rate: 40,
    handleRequest: async (request, response) => response.end(await ask({ render: request.url })),
    count: () => ask({ count: true }),
    visit: (number) => ({ path: `/articles/${number}` }),
  });
}

function renderPages({ healthy }) {
  const MOST_PAGES = 100;
  const renderedPages = [];

  class RenderedPage {
    constructor(path) {
      this.path = path;
      this.paragraphs = Array.from({ length: 40 }, (_, number) => `<p>Paragraph ${number} of ${path}</p>`);
      this.html = this.paragraphs.map((text) => text.padEnd(250, '.')).join('\n');
    }
  }

  function render(path) {
    const page = new RenderedPage(path);
    renderedPages.push(page);

    // The fault: pages are kept in case somebody asks for one again, and nobody counts them.
    if (healthy && renderedPages.length > MOST_PAGES) renderedPages.shift();

    return page.html;
  }

  parentPort.on('message', ({ id, render: path, count }) => {
    const answer = count ? { held: renderedPages.length } : render(path);
    parentPort.postMessage({ id, answer });
  });
}
