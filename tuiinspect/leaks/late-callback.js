'use strict';

// A streaming API: each connection is told what happens on the topics its client follows.

const { EventEmitter } = require('node:events');
const { setTimeout: wait } = require('node:timers/promises');
const { options, serve } = require('./traffic');

const TOPICS = Array.from({ length: 8 }, (_, peer) => `presence:${peer}`);

class Hub extends EventEmitter {
  announce() {
    for (const topic of TOPICS) this.emit(topic, `${topic} at ${Date.now()}\n`);
  }
}

const hub = new Hub();
// Thousands of connections follow one topic: many listeners are what this hub is for.
hub.setMaxListeners(0);
setInterval(() => hub.announce(), 500);

class StreamConnection {
  constructor(response, client) {
    this.response = response;
    this.client = client;
    this.closed = false;
    this.backlog = Buffer.alloc(16_384, `missed by ${client}\n`).toString();
    this.topics = [];
  }

  // Bound to its connection, so that it can be handed to the hub and taken back.
  deliver = (message) => {
    if (!this.closed) this.response.write(message);
  };

  subscribe(topics) {
    // The fault: who was refused while the look-up ran is closed already, and will not be closed again.
    if (options.healthy && this.closed) return;

    this.topics = topics;
    for (const topic of topics) hub.on(topic, this.deliver);
    this.deliver(this.backlog);
  }

  refuse(status) {
    this.response.writeHead(status).end('connected elsewhere\n');
    this.close();
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    for (const topic of this.topics) hub.off(topic, this.deliver);
    this.response.end();
  }
}

async function handleRequest(request, response) {
  const connection = new StreamConnection(response, request.url);
  response.on('close', () => connection.close());

  lookUpTopics().then((topics) => connection.subscribe(topics));
  if (await isConnectedElsewhere(request)) return connection.refuse(409);

  await wait(200);
  connection.close();
}

async function lookUpTopics() {
  await wait(50);
  return TOPICS;
}

async function isConnectedElsewhere(request) {
  await wait(5);
  return request.url.endsWith('again');
}

serve({
  leak: 'late-callback',
  rate: 60,
  handleRequest,
  count() {
    const listeners = TOPICS.map((event) => ({ class: 'Hub', event, count: hub.listenerCount(event) }));
    return { held: hub.listenerCount(TOPICS[0]), listeners };
  },
  // Every other client loses its connection and comes again before the old one is given up.
  visit: (number) => ({ path: `/clients/${number}/${number % 2 ? 'again' : 'first'}` }),
});
