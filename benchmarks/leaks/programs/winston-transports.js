'use strict';

// Every request has a logger of its own, and all of them write to one transport.

const http = require('node:http');
const { Writable } = require('node:stream');
const winston = require('winston');
const { healthy, listen } = require('./kit');

const nowhere = new Writable({ write: (chunk, encoding, done) => done() });
const transport = new winston.transports.Stream({ stream: nowhere });
// Many loggers share it, so the warning was switched off.
transport.setMaxListeners(0);

function handleRequest(request, response) {
  const logger = winston.createLogger({ defaultMeta: { path: request.url }, transports: [transport] });
  logger.info('asked');
  response.on('close', () => {
    logger.info('answered');
    if (healthy) logger.unpipe(transport);
    if (healthy) logger.close();
  });
  response.end('ok\n');
}

listen(http.createServer(handleRequest));
