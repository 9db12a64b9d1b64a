'use strict';
// A server of middling weight to be measured: each request parses, looks up, listens and answers some JSON.
// `node server.js --heap MB --emitters N`: what lives beside it. GET /usage tells its processor time.
const { EventEmitter } = require('node:events');
const http = require('node:http');
const { parseArgs } = require('node:util');

const { values: options } = parseArgs({
  options: { heap: { type: 'string', default: '50' }, emitters: { type: 'string', default: '2000' } },
});

class Session extends EventEmitter {
  constructor(id) {
    super();
    this.id = id;
    this.seen = 0;
    this.on('touch', this.touched);
    this.on('close', this.closed);
  }
  touched() {
    this.seen++;
  }
  closed() {
    this.seen = 0;
  }
}

const ballast = [];
for (let index = 0; index < Number(options.heap) * 6_900; index++) ballast.push({ index, key: `entry ${index}`, tags: [index] });
const sessions = new Map();
for (let index = 0; index < Number(options.emitters); index++) sessions.set(index, new Session(index));
exports.sessions = sessions;
exports.ballast = ballast;

const body = JSON.stringify({ rows: Array.from({ length: 120 }, (_, id) => ({ id, name: `row ${id}`, even: id % 2 === 0 })) });

let served = 0;
const server = http.createServer((request, response) => {
  if (request.url === '/usage') {
    const { user, system } = process.cpuUsage();
    response.end(JSON.stringify({ cpu_s: (user + system) / 1e6, served, heap: process.memoryUsage().heapUsed }));
    return;
  }
  const session = sessions.get(served++ % sessions.size);
  const { rows } = JSON.parse(body);
  const done = () => session.emit('touch');
  session.once('done', done);
  rows.sort((one, other) => other.id - one.id);
  session.emit('done');
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ session: session.id, rows }));
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
