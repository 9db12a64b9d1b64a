'use strict';

// The visitors of a server, as a process of their own: node load.js '{"port": 8080, "rate": 50}'.
// They keep their connections, come at a rate that may swing, and can go away before the answer.

const http = require('node:http');

const {
  port,
  rate = 50,
  path = '/',
  method = 'GET',
  headers = {},
  body,
  body_bytes: bodyBytes = 0,
  connections = 20,
  shape = 'steady',
  period_s: period = 20,
  leave_after_ms: leaveAfter = 0,
} = JSON.parse(process.argv[2]);

const shapes = {
  steady: () => 1,
  // A fifth of the time everybody comes, else hardly anybody.
  bursts: (phase) => (phase < 0.2 ? 5 : 0.05),
  // A day in fast motion.
  wave: (phase) => 1 - Math.cos(2 * Math.PI * phase),
  // More and more visitors until the middle of the period, who then stay.
  ramp: (phase, periods) => (periods >= 1 ? 1 : phase),
};

const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
const fill = (text, number) => text.replaceAll('{n}', number).replaceAll('{r}', Math.random().toString(36).slice(2));
const filler = 'x'.repeat(bodyBytes);

let number = 0;
let open = 0;

function visit() {
  if (open >= 10 * connections) return;
  open += 1;
  number += 1;
  const target = { agent, host: '127.0.0.1', port, method, headers, path: fill(path, number) };
  const request = http.request(target, (response) => response.resume());
  request.on('close', () => (open -= 1)).on('error', () => {});
  if (leaveAfter > 0) setTimeout(() => request.destroy(), leaveAfter);
  request.end(body === undefined ? filler || undefined : fill(body, number) + filler);
}

const start = performance.now();
let due = 0;
let last = start;
setInterval(() => {
  const now = performance.now();
  const periods = (now - start) / 1000 / period;
  due += (Math.min(now - last, 1000) / 1000) * rate * shapes[shape](periods % 1, periods);
  last = now;
  for (; due >= 1; due -= 1) visit();
}, 20);

// Whoever started us is gone when the pipe closes.
process.stdin.resume().on('close', () => process.exit(0));
