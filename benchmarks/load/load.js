'use strict';
// Keeps CONNECTIONS sockets busy with one request each. A line `go SECONDS` on stdin starts a window; its
// answer is one JSON line: requests, seconds, median and 99th percentile of the latency in milliseconds.
const net = require('node:net');
const readline = require('node:readline');

const [port, connections] = process.argv.slice(2).map(Number);
const REQUEST = Buffer.from('GET /work HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
let latencies = null;

function connect() {
  const socket = net.connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let missing = -1;
  let head = '';
  let sent = 0n;
  const ask = () => {
    sent = process.hrtime.bigint();
    socket.write(REQUEST);
  };
  socket.on('connect', ask);
  socket.on('data', (chunk) => {
    if (missing < 0) {
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      missing = Number(/content-length: (\d+)/i.exec(head)[1]) - (head.length - end - 4);
      head = '';
    } else {
      missing -= chunk.length;
    }
    if (missing > 0) return;
    missing = -1;
    latencies?.push(Number(process.hrtime.bigint() - sent) / 1e6);
    ask();
  });
  socket.on('error', () => process.exit(1));
}

for (let index = 0; index < connections; index++) connect();

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  latencies = [];
  const start = process.hrtime.bigint();
  setTimeout(() => {
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const sorted = latencies.sort((one, other) => one - other);
    latencies = null;
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    console.log(JSON.stringify({ requests: sorted.length, seconds, median: at(0.5), p99: at(0.99), worst: at(1) }));
  }, Number(line.split(' ')[1]) * 1000);
});
