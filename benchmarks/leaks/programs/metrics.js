'use strict';

// Metrics of requests by method, route and status: a few dozen series, however many visitors come.

const http = require('node:http');
const { Counter, Histogram, register } = require('prom-client');
const { listen } = require('./kit');

const requests = new Counter({ name: 'requests_total', help: 'requests', labelNames: ['method', 'route', 'status'] });
const duration = new Histogram({ name: 'duration_seconds', help: 'duration', labelNames: ['route'] });

async function handleRequest(request, response) {
  if (request.url === '/metrics') return response.end(await register.metrics());
  const route = `/${request.url.length % 10}`;
  const end = duration.startTimer({ route });
  response.statusCode = request.url.length % 7 === 0 ? 404 : 200;
  response.end('ok\n');
  requests.inc({ method: request.method, route, status: response.statusCode });
  return end();
}

listen(http.createServer(handleRequest));
