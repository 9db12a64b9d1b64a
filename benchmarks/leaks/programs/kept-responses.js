'use strict';

// Server-sent events: who subscribes is told what is new. Nobody is taken off the list.

const http = require('node:http');
const { healthy, listen } = require('./kit');

const subscribers = [];

function handleRequest(request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  subscribers.push(response);
  if (healthy) response.on('close', () => subscribers.splice(subscribers.indexOf(response), 1));
}

setInterval(() => {
  for (const response of subscribers) response.write(`data: ${Date.now()}\n\n`);
}, 250);

listen(http.createServer(handleRequest));
