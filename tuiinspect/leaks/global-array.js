'use strict';

// Every request is entered in an audit trail, which is global so that any module can add to it.

const { options, serve } = require('./traffic');

const MOST_ENTRIES = 200;

globalThis.auditTrail = [];

class AuditEntry {
  constructor(request) {
    this.at = new Date();
    this.path = request.url;
    this.headers = request.headers;
    this.steps = Array.from({ length: 50 }, (_, step) => `step ${step} of ${request.url} permitted`);
    this.text = this.steps.join('\n');
  }
}

function handleRequest(request, response) {
  const entry = new AuditEntry(request);
  auditTrail.push(entry);

  // The fault: entries are added for ever. The healthy trail keeps the latest.
  if (options.healthy && auditTrail.length > MOST_ENTRIES) auditTrail.shift();

  response.end(entry.text);
}

serve({
  leak: 'global-array',
  rate: 60,
  handleRequest,
  count: () => ({ held: auditTrail.length }),
  visit: (number) => ({ path: `/orders/${number}` }),
});
