'use strict';

// The contexts of requests under way are listed for the admin page; only who is answered is struck off.

const http = require('node:http');
const { AsyncLocalStorage } = require('node:async_hooks');
const { setTimeout: wait } = require('node:timers/promises');
const { healthy, listen } = require('./kit');

class RequestContext {
  constructor(request) {
    this.path = request.url;
    this.headers = request.headers;
    this.spans = [];
  }

  span(name) {
    this.spans.push({ name, at: performance.now(), attributes: { path: this.path, kind: 'server' } });
  }
}

const storage = new AsyncLocalStorage();
const activeContexts = new Set();

function handleRequest(request, response) {
  const context = new RequestContext(request);
  activeContexts.add(context);
  // A visitor who goes away early causes a 'close', but no 'finish'.
  response.on(healthy ? 'close' : 'finish', () => activeContexts.delete(context));
  storage.run(context, () => answer(response));
}

async function answer(response) {
  for (const step of ['authorize', 'look up', 'render']) {
    storage.getStore().span(step);
    await wait(20);
  }
  response.end(`${storage.getStore().path}\n`);
}

listen(http.createServer(handleRequest));
