'use strict';

// Each visitor follows the ticker with an async iterator, and the handler keeps it when the visitor goes.

const http = require('node:http');
const { EventEmitter, on } = require('node:events');
const { healthy, listen } = require('./kit');

const ticker = new EventEmitter();
ticker.setMaxListeners(0);
setInterval(() => ticker.emit('price', { at: Date.now(), price: Math.random() }), 1000);

async function handleRequest(request, response) {
  const prices = on(ticker, 'price');
  response.on('close', () => {
    if (healthy) prices.return();
  });
  const { value } = await prices.next();
  response.end(JSON.stringify(value));
}

listen(http.createServer(handleRequest));
