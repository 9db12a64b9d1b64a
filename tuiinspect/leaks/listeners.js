'use strict';

// A web shop resumes the visitors' sessions whenever its connector to the warehouse comes back.

const { EventEmitter } = require('node:events');
const { options, serve } = require('./traffic');

class Connector extends EventEmitter {
  reconnect() {
    this.emit('connected');
  }
}

const connector = new Connector();
// The MaxListenersExceededWarning was a nuisance, so it was switched off: now nothing warns.
connector.setMaxListeners(0);
setInterval(() => connector.reconnect(), 1000);

class Session {
  constructor(number) {
    this.visitor = `visitor-${number}`;
    this.views = Array.from({ length: 24 }, (_, page) => new PageView(this.visitor, page));
    this.page = this.views.map((view) => view.render()).join('\n');
  }

  resume() {
    this.resumedAt = Date.now();
  }
}

class PageView {
  constructor(visitor, page) {
    this.path = `/products/${page}?visitor=${visitor}`;
    this.page = page;
  }

  render() {
    return `<li><a href="${this.path}">Product ${this.page}</a>${'<p>Seen before</p>'.repeat(20)}</li>`;
  }
}

let sessions = 0;

function handleRequest(request, response) {
  const session = new Session(sessions++);
  const resumeSession = () => session.resume();

  // The fault: the connector outlives the request, and so does everything that listens to it.
  connector.on('connected', resumeSession);
  if (options.healthy) response.on('close', () => connector.off('connected', resumeSession));

  response.end(session.page);
}

const service = serve({
  leak: 'listeners',
  rate: 40,
  handleRequest,
  count() {
    const count = connector.listenerCount('connected');
    return { held: count, listeners: [{ class: 'Connector', event: 'connected', count }] };
  },
});

process.on('SIGTERM', async () => {
  await service.stop();
  process.exit(0);
});
