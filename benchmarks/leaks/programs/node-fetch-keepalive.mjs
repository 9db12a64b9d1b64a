// A gateway that asks its upstream over a few connections that it keeps.

import http from 'node:http';
import fetch from 'node-fetch';
import kit from './kit.js';

const upstream = `http://127.0.0.1:${process.env.BACKEND_PORT}`;
const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });

async function handleRequest(request, response) {
  const answer = await fetch(upstream + request.url, { agent });
  const { articles } = await answer.json();
  response.end(articles[0].title);
}

kit.listen(http.createServer(handleRequest));
