'use strict';

// Metrics of requests by path: as many series as there are paths, and each visitor has one.

const http = require('node:http');
const { Counter, Histogram } = require('prom-client');
const { healthy, listen } = require('./kit');

const requests = new Counter({ name: 'requests_total', help: 'requests', labelNames: ['path', 'status'] });
const duration = new Histogram({ name: 'duration_seconds', help: 'duration', labelNames: ['path'] });

function handleRequest(request, response) {
  const path = healthy ? '/visitors/:id' : request.url;
  const end = duration.startTimer({ path });
  response.end('ok\n');
  requests.inc({ path, status: 200 });
  end();
}

listen(http.createServer(handleRequest));
