'use strict';
// A program with worker threads, on stdin: `start NAME` starts one and says `started N`, `stop N` ends it;
// `leak N COUNT` adds listeners to a hub in it that nobody exports; `traces N` tells whether `.on` in it is
// what it was at the start; else `pong <line>`. The worker started first is called renderer.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (isMainThread) {
  const workers = new Map();
  const commands = {
    start(name) {
      const worker = new Worker(__filename, { name });
      const number = worker.threadId;
      workers.set(String(number), worker);
      worker.on('message', (answer) => console.log(answer));
      worker.on('exit', () => console.log(`stopped ${number}`));
      worker.on('online', () => console.log(`started ${number}`));
    },
    stop: (number) => workers.get(number).postMessage({ word: 'stop' }),
    leak: (number, count) => workers.get(number).postMessage({ word: 'leak', count: Number(count) }),
    traces: (number) => workers.get(number).postMessage({ word: 'traces' }),
  };
  require('node:readline')
    .createInterface({ input: process.stdin })
    .on('line', (line) => {
      const [word, ...rest] = line.split(' ');
      if (commands[word]) commands[word](...rest);
      else console.log(`pong ${line}`);
    });
  commands.start('renderer');
} else {
  const { EventEmitter } = require('node:events');
  const { on } = EventEmitter.prototype;
  const { addEventListener } = EventTarget.prototype;
  class Hub extends EventEmitter {}
  const hub = new Hub().setMaxListeners(0);
  const commands = {
    stop: () => parentPort.close(),
    leak({ count }) {
      for (let i = 0; i < count; i++) hub.on('data', function deliver() {});
      parentPort.postMessage(`leaked ${hub.listenerCount('data')}`);
    },
    traces() {
      const same = EventEmitter.prototype.on === on && EventTarget.prototype.addEventListener === addEventListener;
      parentPort.postMessage(`clean ${same}`);
    },
  };
  parentPort.on('message', (message) => commands[message.word](message));
}
