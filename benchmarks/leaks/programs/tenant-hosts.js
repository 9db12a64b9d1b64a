'use strict';

// Webhooks go to the host of each customer, all through one agent.

const http = require('node:http');
const { Agent, request: ask } = require('undici');
const { healthy, listen } = require('./kit');

const port = process.env.BACKEND_PORT;
const lookup = (host, options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
const dispatcher = new Agent({ connect: { lookup }, keepAliveTimeout: 300, keepAliveMaxTimeout: 300 });

async function handleRequest(request, response) {
  const customer = Number(request.url.replace(/\D/g, '')) % (healthy ? 20 : Infinity);
  const { statusCode, body } = await ask(`http://customer-${customer}.example:${port}/hook`, { dispatcher });
  await body.dump();
  response.end(`${statusCode}\n`);
}

listen(http.createServer(handleRequest));
