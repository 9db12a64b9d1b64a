'use strict';

// Every request to the upstream makes an agent that keeps its connection for the next request.

const http = require('node:http');
const { healthy, listen } = require('./kit');

const shared = new http.Agent({ keepAlive: true });

function handleRequest(request, response) {
  const agent = healthy ? shared : new http.Agent({ keepAlive: true });
  const target = { agent, host: '127.0.0.1', port: process.env.BACKEND_PORT, path: request.url };
  http.get(target, (answer) => answer.pipe(response)).on('error', () => response.destroy());
}

listen(http.createServer(handleRequest));
