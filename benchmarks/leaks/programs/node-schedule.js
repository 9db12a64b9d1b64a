'use strict';

// An alarm clock: every visitor is reminded once, two seconds after they came.

const http = require('node:http');
const schedule = require('node-schedule');
const { listen } = require('./kit');

class Reminder {
  constructor(visitor) {
    this.visitor = visitor;
    this.text = `Time to go, ${visitor}! `.repeat(20);
  }

  remind() {
    this.reminded = Date.now();
  }
}

function handleRequest(request, response) {
  const reminder = new Reminder(request.url);
  schedule.scheduleJob(new Date(Date.now() + 2000), () => reminder.remind());
  response.end('noted\n');
}

listen(http.createServer(handleRequest));
