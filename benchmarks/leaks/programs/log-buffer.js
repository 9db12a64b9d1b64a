'use strict';

// Log lines are collected and written away when there are ten thousand.

const http = require('node:http');
const { listen } = require('./kit');

class LogLine {
  constructor(level, text, fields) {
    Object.assign(this, { at: Date.now(), level, text, fields });
  }
}

let lines = [];

function log(level, text, fields) {
  lines.push(new LogLine(level, text, fields));
  if (lines.length >= 10_000) flush();
}

function flush() {
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  lines = [];
  return text.length;
}

listen(
  http.createServer((request, response) => {
    for (const step of ['came', 'was let in', 'asked', 'was answered', 'left']) {
      log('info', `${request.url} ${step}`, { method: request.method, step });
    }
    response.end('ok\n');
  }),
);
