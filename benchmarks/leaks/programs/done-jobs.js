'use strict';

// Mails go out eight at a time; a limiter that knows what is done answers how far a mail has come.

const http = require('node:http');
const Bottleneck = require('bottleneck');
const { healthy, listen } = require('./kit');

const limiter = new Bottleneck({ maxConcurrent: 8, trackDoneStatus: !healthy });
const send = (address) => new Promise((resolve) => setTimeout(resolve, 5, address));

function handleRequest(request, response) {
  const id = `${new Date().toISOString()} thanks for the order, to${request.url}@example.org`;
  limiter.schedule({ id }, send, id).then(() => response.end(String(limiter.jobStatus(id))));
}

listen(http.createServer(handleRequest));
