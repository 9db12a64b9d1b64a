'use strict';

// Each visit has a task looked at once a minute; when the visitor goes it is stopped, and destroyed
// where the package knows how.

const http = require('node:http');
const cron = require('node-cron');
const { listen } = require('./kit');

class Reminder {
  constructor(visitor) {
    this.visitor = visitor;
    this.lines = Array.from({ length: 20 }, (_, line) => `line ${line} for ${visitor}`);
  }

  remind() {
    this.reminded = Date.now();
  }
}

function handleRequest(request, response) {
  const reminder = new Reminder(request.url);
  const task = cron.schedule('0 8 1 1 *', () => reminder.remind());
  response.on('close', () => {
    task.stop();
    task.destroy?.();
  });
  response.end('noted\n');
}

listen(http.createServer(handleRequest));
