// Many leaks side by side, each with a class of its own, and some that only look like one.
// Writes three snapshots; between them every leak takes STEPS steps.
'use strict';

const v8 = require('node:v8');
const { AsyncLocalStorage } = require('node:async_hooks');
const { EventEmitter } = require('node:events');
const { PassThrough } = require('node:stream');

const STEPS = 60;

class Payload {
  constructor(number) {
    this.text = `payload-${number}`;
    this.lines = [`first of ${number}`, `second of ${number}`];
  }
}


const leaks = [];

// Entries in what people use as a cache.
{
  class ByKey extends Payload {}
  const sessionsByKey = new Map();
  leaks.push((number) => sessionsByKey.set(`user-${number}`, new ByKey(number)));
}
{
  class InSet extends Payload {}
  class Tracker {
    #seen = new Set();
    see(what) {
      this.#seen.add(what);
    }
  }
  const tracker = new Tracker();
  leaks.push((number) => tracker.see(new InSet(number)));
}
{
  class InDictionary extends Payload {}
  exports.byUser = {};
  leaks.push((number) => (exports.byUser[`user${number}`] = new InDictionary(number)));
}
{
  function compute(term) {
    return (compute[term] ??= Buffer.alloc(500, term));
  }
  leaks.push((number) => compute(`term ${number}`));
}
{
  function createDebug(namespace) {
    function debug() {}
    debug.namespace = namespace;
    createDebug.instances.push(debug);
    return debug;
  }
  createDebug.instances = [];
  leaks.push((number) => createDebug(`app:${number}`));
}
{
  class InGlobal extends Payload {}
  globalThis.auditTrail = [];
  leaks.push((number) => globalThis.auditTrail.push(new InGlobal(number)));
}

// Listeners, timers, promises.
{
  class ByListener extends Payload {}
  const connector = new EventEmitter().setMaxListeners(0);
  leaks.push((number) => {
    const connection = new ByListener(number);
    connector.on('connected', function deliver() {
      return connection;
    });
  });
}
{
  const source = new PassThrough().setMaxListeners(0);
  leaks.push(() => {
    const copy = new PassThrough();
    source.on('data', (chunk) => copy.write(chunk));
    source.once('end', () => copy.end());
  });
}
{
  class BySignal extends Payload {}
  const shutdown = new AbortController();
  leaks.push((number) => {
    const task = new BySignal(number);
    shutdown.signal.addEventListener('abort', () => task.text);
  });
}
{
  class ByTimer extends Payload {}
  leaks.push((number) => {
    const visit = new ByTimer(number);
    setInterval(function poll() {
      visit.polled = true;
    }, 54_321);
  });
}
{
  class Awaiting extends Payload {}
  const gate = new Promise(() => {});
  async function waitForGate(number) {
    const waiting = new Awaiting(number);
    await gate;
    return waiting;
  }
  leaks.push((number) => waitForGate(number));
}

// Many holders, or several of one entry.
{
  class Message extends Payload {}
  class Mailbox {
    constructor() {
      this.history = [];
    }
  }
  const mailboxes = Array.from({ length: 20 }, () => new Mailbox());
  leaks.push((number) => mailboxes[number % 20].history.push(new Message(number)));
}
{
  class Environment extends Payload {}
  const cachesByEnvironment = new Map();
  const requestCache = {};
  leaks.push((number) => {
    const environment = new Environment(number);
    cachesByEnvironment.set(environment, number);
    requestCache[`request-${number}`] = environment;
  });
}
{
  class Cached extends Payload {}
  class LRUCache {
    constructor() {
      this.keyMap = new Map();
      this.keyList = [];
      this.valList = [];
    }
    set(key, value) {
      this.keyMap.set(key, this.keyList.length);
      this.keyList.push(key);
      this.valList.push(value);
    }
  }
  const recent = new LRUCache();
  leaks.push((number) => recent.set(`key ${number}`, new Cached(number)));
}

// Links, copies, closures, strings.
{
  class Link {
    constructor(value, next) {
      this.value = value;
      this.next = next;
    }
  }
  const stack = { top: null };
  leaks.push((number) => (stack.top = new Link(`value ${number}`, stack.top)));
}
{
  class InCopy extends Payload {}
  const store = { state: { items: [] } };
  leaks.push((number) => {
    store.state = { ...store.state, items: [...store.state.items, new InCopy(number)] };
  });
}
{
  let theThing = null;
  leaks.push(function replaceThing(number) {
    const originalThing = theThing;
    const unused = () => originalThing && number;
    theThing = { text: `thing ${number}`, someMethod: function someMethod() {} };
    return unused && undefined;
  });
}
{
  const logger = { text: '' };
  leaks.push((number) => (logger.text += `line ${number} of a log that is never written to disk\n`));
}
{
  class Context extends Payload {}
  const storage = new AsyncLocalStorage();
  const waiters = [];
  leaks.push((number) =>
    storage.run(new Context(number), () => {
      waiters.push(new Promise((resolve) => setTimeout(resolve, 3_600_000)));
    }),
  );
}
{
  class OfWeakMap extends Payload {}
  const logs = new WeakMap();
  const application = { name: 'application' };
  logs.set(application, []);
  leaks.push((number) => logs.get(application).push(new OfWeakMap(number)));
}

// Healthy: they turn over, or come and go.
const healthy = [];
{
  class Bounded extends Payload {}
  const bounded = new Map();
  for (let number = 0; number < 100; number++) bounded.set(`kept ${number}`, new Bounded(number));
  healthy.push((number) => {
    bounded.delete(bounded.keys().next().value);
    bounded.set(`later ${number}`, new Bounded(number));
  });
}
{
  class Visitor extends Payload {}
  const door = new EventEmitter();
  healthy.push((number) => {
    const visitor = new Visitor(number);
    const greet = () => visitor;
    door.on('open', greet);
    door.off('open', greet);
  });
}

async function main() {
  let number = 0;
  async function run() {
    for (let step = 0; step < STEPS; step++, number++) {
      for (const leak of leaks) leak(number);
      for (const work of healthy) work(number);
      await null;
    }
  }
  for (const path of process.argv.slice(2)) {
    await run();
    // A round of the loop later nothing is left that only waits for its turn.
    await new Promise((resolve) => setImmediate(resolve));
    v8.writeHeapSnapshot(path);
  }
  process.exit(0);
}

main();
