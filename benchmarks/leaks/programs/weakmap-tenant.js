'use strict';

// Notes about tenants are kept weakly, but the tenants stay and their notes become more and more.

const http = require('node:http');
const { healthy, listen } = require('./kit');

const tenants = Array.from({ length: 5 }, (_, number) => ({ name: `tenant ${number}` }));
const notesOf = new WeakMap(tenants.map((tenant) => [tenant, []]));

class Note {
  constructor(path) {
    this.at = new Date();
    this.path = path;
    this.text = `visited ${path} `.repeat(8) + Math.random();
  }
}

function handleRequest(request, response) {
  const notes = notesOf.get(tenants[request.url.length % tenants.length]);
  notes.push(new Note(request.url));
  if (healthy && notes.length > 100) notes.shift();
  response.end(`${notes.length}\n`);
}

listen(http.createServer(handleRequest));
