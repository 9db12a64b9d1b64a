'use strict';

// Sessions live twenty seconds after the last visit, in a cache that looks after that; many come back.

const http = require('node:http');
const NodeCache = require('node-cache');
const { listen } = require('./kit');

const sessions = new NodeCache({ stdTTL: 20, checkperiod: 6, useClones: false });

class Session {
  constructor(id) {
    this.id = id;
    this.seen = [];
    this.profile = { name: `Visitor ${id}`, tags: Array.from({ length: 25 }, (_, tag) => `tag ${tag} of ${id}`) };
  }
}

function handleRequest(request, response) {
  const visit = Number(request.url.replace(/\D/g, ''));
  const id = `s${visit % 3 === 0 ? visit % 200 : visit}`;
  const session = sessions.get(id) ?? new Session(id);
  session.seen = [...session.seen.slice(-20), visit];
  sessions.set(id, session);
  response.end(`${session.seen.length} visits\n`);
}

listen(http.createServer(handleRequest));
