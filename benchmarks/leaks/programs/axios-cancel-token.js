'use strict';

// A gateway that cancels what it has under way when it is told to stop: one token for all requests.

const http = require('node:http');
const axios = require('axios');
const { listen } = require('./kit');

const upstream = `http://127.0.0.1:${process.env.BACKEND_PORT}`;
const agent = new http.Agent({ keepAlive: true });
const shutdown = axios.CancelToken.source();

process.on('SIGTERM', () => {
  shutdown.cancel('the gateway stops');
  process.exit(0);
});

async function handleRequest(request, response) {
  const { data } = await axios.get(upstream + request.url, { httpAgent: agent, cancelToken: shutdown.token });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(data.articles.slice(0, 3)));
}

listen(http.createServer(handleRequest));
