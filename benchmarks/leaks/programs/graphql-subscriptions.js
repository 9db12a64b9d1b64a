'use strict';

// Subscriptions whose iterators are not returned when the subscriber goes.

const http = require('node:http');
const { PubSub } = require('graphql-subscriptions');
const { healthy, listen } = require('./kit');

const pubsub = new PubSub();
pubsub.ee.setMaxListeners(0);
setInterval(() => pubsub.publish('PRICE', { price: Math.random() }), 500);

async function handleRequest(request, response) {
  const prices = pubsub.asyncIterator(['PRICE']);
  const { value } = await prices.next();
  response.end(JSON.stringify(value));
  if (healthy) await prices.return();
}

listen(http.createServer(handleRequest));
