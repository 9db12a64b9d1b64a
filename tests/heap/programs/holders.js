// One object of a class of its own behind each kind of holder, then a snapshot to the path given.
'use strict';

const { EventEmitter, setMaxListeners } = require('node:events');
const v8 = require('node:v8');

class ByKey {}
class ByObject {}
class InSet {}
class InGlobal {}
class OnFunction {}
class OnClass {}
class ByTimer {}
class ByListener {}
class ByOnlyListener {}
class ByOnce {}
class BySignal {}
class InList {}
class Awaited {}
class Exported {}
class InWeakMap {}
class InClosure {}
class InField {}
class InBlock {}

const sessionsByName = new Map();
const cachesByEnvironment = new Map();
const seenPeers = new Set();
for (let i = 0; i < 100; i++) {
  sessionsByName.set(`user ${i}`, i === 56 ? new ByKey() : { i });
  cachesByEnvironment.set({ i }, i === 56 ? new ByObject() : { i });
  seenPeers.add(i === 56 ? new InSet() : { i });
}

globalThis.leakedRows = [null, null, new InGlobal()];

function compute(term) {
  compute[term] ??= new OnFunction();
  return compute[term];
}
compute('term 7');

class Registry {
  static entries = { first: new OnClass() };
  #pending = [new InField()];
  count() {
    return this.#pending.length;
  }
}
const registry = new Registry();

function poll() {
  const job = new ByTimer();
  setInterval(() => job, 12_345).unref();
}
poll();

const bus = new EventEmitter();
bus.setMaxListeners(0);
function subscribe() {
  const connection = new ByListener();
  bus.on('tick', function deliver() {
    return connection;
  });
}
function subscribeAlone() {
  const alone = new ByOnlyListener();
  bus.on('close', () => alone);
}
function subscribeOnce() {
  const later = new ByOnce();
  bus.once('open', () => later);
}
bus.on('tick', () => {});
subscribe();
subscribeAlone();
subscribeOnce();

const shutdown = new AbortController();
setMaxListeners(0, shutdown.signal);
function start() {
  const task = new BySignal();
  shutdown.signal.addEventListener('abort', () => task);
}
start();

let head = { last: new InList() };
for (let i = 0; i < 1000; i++) {
  head = { next: head };
}

const gate = new Promise(() => {});
async function wait() {
  const waiter = new Awaited();
  await gate;
  return waiter;
}
wait();

exports.kept = { value: new Exported() };

const owner = {};
const notes = new WeakMap([[owner, new InWeakMap()]]);

function createHandler() {
  const cache = new InClosure();
  return function handler() {
    return cache;
  };
}
const handlers = [createHandler()];
let fromBlock;
{
  const inner = new InBlock();
  fromBlock = () => inner;
}

// What a program's functions use stays alive for as long as they do.
setInterval(() => {
  compute(sessionsByName, cachesByEnvironment, seenPeers, registry, bus, shutdown, head);
  wait(notes, owner, handlers, fromBlock, gate);
}, 54_321).unref();

setImmediate(() => v8.writeHeapSnapshot(process.argv[2]));
