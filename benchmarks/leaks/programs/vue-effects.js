'use strict';

// Views are rendered on the server with effects that follow one shared state, and are not stopped.

const http = require('node:http');
const { reactive, effect, stop } = require('@vue/reactivity');
const { healthy, listen } = require('./kit');

const state = reactive({ visitors: 0, notice: 'welcome' });

class View {
  constructor(path) {
    this.path = path;
    this.runner = effect(() => this.render());
  }

  render() {
    this.html = `<p>${this.path}: ${state.notice}</p>`.repeat(5);
  }
}

function handleRequest(request, response) {
  const view = new View(request.url);
  response.end(view.html);
  if (healthy) stop(view.runner);
}

listen(http.createServer(handleRequest));
