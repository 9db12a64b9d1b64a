'use strict';

// Every report is raced against one promise that settles when the process stops.

const http = require('node:http');
const { setTimeout: wait } = require('node:timers/promises');
const { healthy, listen } = require('./kit');

const stopped = new Promise((resolve) => process.once('SIGTERM', resolve)).then(() => process.exit(0));

class Report {
  constructor(path) {
    this.path = path;
    this.lines = Array.from({ length: 50 }, (_, line) => `line ${line} of ${path}`);
  }
}

async function writeReport(path) {
  await wait(2);
  return new Report(path);
}

async function handleRequest(request, response) {
  const written = writeReport(request.url);
  const report = await (healthy ? written : Promise.race([written, stopped]));
  response.end(report.lines.join('\n'));
}

listen(http.createServer(handleRequest));
