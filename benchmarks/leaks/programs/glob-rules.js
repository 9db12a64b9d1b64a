'use strict';

// May the visitor read this document? The pattern is made from the visitor's name.

const http = require('node:http');
const micromatch = require('micromatch');
const { listen } = require('./kit');

function handleRequest(request, response) {
  const visitor = request.url.slice(1);
  const allowed = micromatch.isMatch(`docs/${visitor}/a/letter.md`, `docs/${visitor}/**/*.{md,txt}`);
  response.statusCode = allowed ? 200 : 403;
  response.end(`${allowed}\n`);
}

listen(http.createServer(handleRequest));
