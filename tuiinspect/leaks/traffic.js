'use strict';

// Each bundled program is a small http server that visits itself at a steady rate. What is served, and
// what goes wrong with it, is the program's own; asking, counting and ending are the same for all.

const http = require('node:http');
const readline = require('node:readline');
const { parseArgs } = require('node:util');

const OLDEST_NODE = 18;
const MOST_OPEN_VISITS = 500;

if (parseInt(process.versions.node, 10) < OLDEST_NODE) {
  console.error(`Node ${process.version} is too old: this program needs ${OLDEST_NODE} or newer`);
  process.exit(1);
}

const options = readOptions();

/**
 * Starts the server and its visitors; returns what a program needs to end in good order.
 *
 * `handleRequest(request, response)` may be async. `count()` tells what the program holds, as the
 * program itself sees it. `visit(n)` says what the nth visitor asks for: `{ path, method, body }`.
 */
function serve({ leak, rate, handleRequest, count, visit = () => ({ path: '/' }) }) {
  if (options.heap > 0) require('./ballast').fill(options.heap * 1e6);

  let served = 0;
  const report = async () => ({ requests: served, ...(await count()) });

  const server = http.createServer(async (request, response) => {
    if (request.url === '/health') return response.end('ok\n');
    if (request.url === '/count') return response.end(JSON.stringify(await report()));
    response.on('close', () => (served += 1));
    try {
      await handleRequest(request, response);
    } catch {
      response.destroy();
    }
  });

  let stopVisits = () => {};
  server.listen(options.port, '127.0.0.1', () => {
    const { port } = server.address();
    const actualRate = options.rate ?? rate;
    stopVisits = sendVisits(port, actualRate, visit);
    say('ready', { pid: process.pid, leak, healthy: options.healthy, rate: actualRate, port });
  });

  listenToParent(report);
  if (!options.quiet) setInterval(async () => say('count', await report()), 5000).unref();

  return {
    stop() {
      stopVisits();
      const closed = new Promise((resolve) => server.close(resolve));
      // Node 18 would wait for whoever keeps a connection open without asking for anything.
      server.closeIdleConnections();
      return closed;
    },
  };
}

function sendVisits(port, rate, visit) {
  // Connections are kept, as a browser's are: new ones would be most of the garbage.
  const agent = new http.Agent({ keepAlive: true });
  let number = 0;
  let open = 0;

  function send() {
    if (open >= MOST_OPEN_VISITS) return;
    const { body, ...target } = visit(number++);
    open += 1;
    http
      .request({ agent, host: '127.0.0.1', port, ...target }, (response) => response.resume())
      .on('close', () => (open -= 1))
      // A visitor who is cut off does not matter here: the server stops, or was paused for long.
      .on('error', () => {})
      .end(body);
  }

  let due = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    // What a pause of the whole process kept away is not made up for, but for one second's visits.
    due += (Math.min(now - last, 1000) / 1000) * rate;
    last = now;
    for (; due >= 1; due -= 1) send();
  }, 20);

  return () => {
    clearInterval(timer);
    agent.destroy();
  };
}

function listenToParent(report) {
  readline
    .createInterface({ input: process.stdin })
    .on('line', async (line) => {
      if (line.trim() === 'count') say('count', await report());
    })
    // The other end of the pipe closes however the parent ends, even when it is killed.
    .on('close', () => options['with-parent'] && process.exit(0));
}

function say(word, facts) {
  console.log(`${word} ${JSON.stringify(facts)}`);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      rate: { type: 'string' },
      heap: { type: 'string', default: '0' },
      port: { type: 'string', default: '0' },
      healthy: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  return {
    ...values,
    rate: values.rate === undefined ? undefined : toNumber('rate', values.rate),
    heap: toNumber('heap', values.heap),
    port: toNumber('port', values.port),
  };
}

function toNumber(name, text) {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0)) throw new TypeError(`--${name} takes a number, not '${text}'`);
  return number;
}

module.exports = { options, serve };
