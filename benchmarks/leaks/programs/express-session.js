'use strict';

// A shop with sessions for everybody, also for those who never come back.

const express = require('express');
const session = require('express-session');
const http = require('node:http');
const { listen } = require('./kit');

const maxAge = 3000;
const options = { secret: 'secret', resave: false, saveUninitialized: true, cookie: { maxAge } };
if (isInstalled('memorystore')) {
  // The store that the session package recommends instead of its own, which is for development only.
  const MemoryStore = require('memorystore')(session);
  options.store = new MemoryStore({ checkPeriod: 1000, ttl: maxAge });
}

const app = express();
app.use(session(options));
app.get('*', (request, response) => {
  request.session.basket = Array.from({ length: 8 }, (_, item) => ({ item, amount: 1, note: `a note on ${item}` }));
  response.end('welcome');
});

listen(http.createServer(app));

function isInstalled(name) {
  try {
    return Boolean(require.resolve(name));
  } catch {
    return false;
  }
}
