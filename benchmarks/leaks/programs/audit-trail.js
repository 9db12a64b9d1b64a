'use strict';

// A big shop that writes down, slowly and for ever, who changed what.

const http = require('node:http');
const { healthy, listen } = require('./kit');

class AuditEntry {
  constructor(request) {
    this.at = Date.now();
    this.path = request.url;
    this.agent = request.headers['user-agent'] ?? 'nobody';
  }
}

const shop = { name: 'shop', audit: { entries: [] } };

function handleRequest(request, response) {
  shop.audit.entries.push(new AuditEntry(request));
  if (healthy && shop.audit.entries.length > 100) shop.audit.entries = [];
  response.end('changed\n');
}

listen(http.createServer(handleRequest));
