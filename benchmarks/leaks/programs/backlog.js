'use strict';

// Mails are put in line at once and sent in batches, when the relay has time: every twenty seconds.

const http = require('node:http');
const { listen } = require('./kit');

class Mail {
  constructor(path) {
    this.to = `${path.slice(1)}@example.org`;
    this.text = `Thank you for your visit at ${path}. `.repeat(12);
    this.headers = { subject: 'Thank you', date: new Date() };
  }
}

const outbox = [];

setInterval(() => {
  while (outbox.length > 0) outbox.shift().sentAt = Date.now();
}, 20_000);

listen(
  http.createServer((request, response) => {
    outbox.push(new Mail(request.url));
    response.end('thank you\n');
  }),
);
