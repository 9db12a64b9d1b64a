'use strict';

// A shop that keeps its baskets in Redis, and gives a command ten minutes to be answered.

const http = require('node:http');
const Redis = require('ioredis');
const { listen } = require('./kit');

const redis = new Redis({ port: Number(process.env.BACKEND_PORT), host: '127.0.0.1', commandTimeout: 600_000 });

async function handleRequest(request, response) {
  const basket = { visitor: request.url, items: Array.from({ length: 10 }, (_, item) => `item ${item}`) };
  await redis.set(`basket:${request.url}`, JSON.stringify(basket));
  response.end(await redis.get(`basket:${request.url}`));
}

listen(http.createServer(handleRequest));
