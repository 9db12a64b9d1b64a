'use strict';

// Sessions end twenty seconds after the last visit; they are swept every eight seconds.

const http = require('node:http');
const { listen } = require('./kit');

const LIFETIME = 20_000;

class Session {
  constructor(id) {
    this.id = id;
    this.basket = Array.from({ length: 10 }, (_, item) => ({ item, amount: 1 }));
    this.touch();
  }

  touch() {
    this.lastVisit = Date.now();
  }
}

const sessions = new Map();

setInterval(() => {
  const oldest = Date.now() - LIFETIME;
  for (const [id, session] of sessions) if (session.lastVisit < oldest) sessions.delete(id);
}, 8000);

listen(
  http.createServer((request, response) => {
    const session = sessions.get(request.url) ?? new Session(request.url);
    session.touch();
    sessions.set(request.url, session);
    response.end(`${session.basket.length} items\n`);
  }),
);
