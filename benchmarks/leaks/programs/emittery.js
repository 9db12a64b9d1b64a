'use strict';

// Each visitor follows a channel of their own for a moment.

const http = require('node:http');
const Emittery = require('emittery');
const { listen } = require('./kit');

const channels = new Emittery();

async function handleRequest(request, response) {
  const channel = `channel of ${request.url}`;
  const stop = channels.on(channel, (text) => response.end(text));
  await channels.emit(channel, 'welcome\n');
  stop();
}

listen(http.createServer(handleRequest));
