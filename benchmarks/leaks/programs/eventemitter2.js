'use strict';

// Each visit follows the events of its order, by wildcard, and stops when it is answered.

const http = require('node:http');
const { EventEmitter2 } = require('eventemitter2');
const { listen } = require('./kit');

const orders = new EventEmitter2({ wildcard: true });

function handleRequest(request, response) {
  const event = `order.${request.url}.*`;
  const follow = (state) => {
    orders.off(event, follow);
    response.end(`${state}\n`);
  };
  orders.on(event, follow);
  setImmediate(() => orders.emit(`order.${request.url}.packed`, 'packed'));
}

listen(http.createServer(handleRequest));
