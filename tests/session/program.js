'use strict';
// A program to be watched: leaks a listener on request, serves over stdin, and checks itself for traces.
// Lines on stdin: `leak N` adds N listeners to a hub that nobody exports, `hide N` to one out of reach; `traces` tells whether `.on` is
// what it was at the start; `move` gives the inspector another port; `exit N`; else `pong <line>`.
const { EventEmitter } = require('node:events');
const inspector = require('node:inspector');
const readline = require('node:readline');

const { on, addListener, prependListener } = EventEmitter.prototype;
const { addEventListener } = EventTarget.prototype;

class Hub extends EventEmitter {}
const hub = new Hub();
hub.setMaxListeners(0);

// No variable leads to its hub.
class Safe {
  #hub = new Hub();
  hide(count) {
    for (let i = 0; i < count; i++) this.#hub.on('hidden', () => {});
    return this.#hub.listenerCount('hidden');
  }
}
const safe = new Safe();

const commands = {
  hide(count) {
    console.log(`hidden ${safe.hide(Number(count))}`);
  },
  leak(count) {
    for (let i = 0; i < Number(count); i++) hub.on('data', function deliver() {});
    console.log(`leaked ${hub.listenerCount('data')}`);
  },
  traces() {
    const now = EventEmitter.prototype;
    const same = now.on === on && now.addListener === addListener && now.prependListener === prependListener;
    console.log(`clean ${same && EventTarget.prototype.addEventListener === addEventListener}`);
  },
  move() {
    inspector.close();
    inspector.open(0, '127.0.0.1');
    console.log('moved');
  },
  shut() {
    inspector.close();
    console.log('shut');
  },
  exit(code) {
    process.exit(Number(code));
  },
};

process.on('SIGTERM', () => process.exit(7));
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, ...rest] = line.split(' ');
  if (commands[word]) commands[word](...rest);
  else console.log(`pong ${line}`);
});
console.log('ready');
