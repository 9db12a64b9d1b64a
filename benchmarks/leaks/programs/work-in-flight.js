'use strict';

// Every request keeps some notes until it is answered, a second and a half later: what is held follows
// the load.

const http = require('node:http');
const { setTimeout: wait } = require('node:timers/promises');
const { listen } = require('./kit');

class WorkItem {
  constructor(path) {
    this.path = path;
    this.notes = Array.from({ length: 40 }, (_, note) => `note ${note} on ${path}`);
  }
}

const inFlight = new Set();

async function handleRequest(request, response) {
  const item = new WorkItem(request.url);
  inFlight.add(item);
  await wait(1500);
  inFlight.delete(item);
  response.end(item.notes[0]);
}

listen(http.createServer(handleRequest));
