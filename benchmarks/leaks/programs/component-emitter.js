'use strict';

// Requests to a slow part of the program wait for a reply that is an event of its own.

const http = require('node:http');
const Emitter = require('component-emitter');
const { listen } = require('./kit');

const bus = new Emitter();
let asked = 0;

function ask(path, done) {
  const id = (asked += 1);
  bus.once(`reply to request ${id}`, done);
  setTimeout(() => bus.emit(`reply to request ${id}`, `${path} was looked up`), 5);
}

listen(http.createServer((request, response) => ask(request.url, (reply) => response.end(reply))));
