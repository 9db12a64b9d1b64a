'use strict';

// Tokens are kept for three seconds. The memory that backs them only forgets what is asked for again.

const http = require('node:http');
const Keyv = require('keyv');
const { healthy, listen } = require('./kit');

const tokens = new Keyv({ ttl: 3000 });

async function handleRequest(request, response) {
  const token = { visitor: request.url, rights: ['read', 'write'], secret: Math.random().toString(36).repeat(20) };
  await tokens.set(request.url, token);
  if (healthy) setTimeout(() => tokens.delete(request.url), 3000);
  response.end(token.secret);
}

listen(http.createServer(handleRequest));
