'use strict';

// A bridge that follows each device for a moment: it subscribes, hears something, unsubscribes.

const http = require('node:http');
const mqtt = require('mqtt');
const { listen } = require('./kit');

const client = mqtt.connect(`mqtt://127.0.0.1:${process.env.BACKEND_PORT}`);

function handleRequest(request, response) {
  const topics = Array.from({ length: 40 }, (_, sensor) => `device${request.url}/sensor/${sensor}`);
  client.subscribe(topics, () => {
    client.unsubscribe(topics, () => response.end('followed\n'));
  });
}

client.on('connect', () => listen(http.createServer(handleRequest)));
