// One object of each make whose parts a reader wants to see, under a global name, then a snapshot.
'use strict';

const v8 = require('node:v8');

class Owner {
  #secret = { hidden: true };
  constructor() {
    this.name = 'the owner of it all';
    this.ratio = 0.125;
    this.count = 7;
    this.child = new Child();
    this[Symbol('mark')] = { marked: true };
  }
  secret() {
    return this.#secret;
  }
}
class Child {}

const ofTheModule = new Child();

function listener() {
  const connection = new Owner();
  const label = { of: 'listener' };
  return function deliver() {
    return [connection, label, ofTheModule];
  };
}

function inBlock() {
  {
    const inner = new Child();
    return () => inner;
  }
}

class PartsMap extends Map {}

const long = `${process.argv[1]}${'x'.repeat(500)}`;
// A flat string first: V8 slices only those.
Buffer.from(long);

globalThis.parts = {
  owner: new Owner(),
  map: new Map([
    ['first', new Child()],
    [new Owner(), 'second'],
    [3, { third: true }],
    ['fourth', 4],
    [5, 6],
  ]),
  set: new Set(['a member', new Child(), 3]),
  array: [new Child(), 1, 'two', { three: 3 }],
  deliver: listener(),
  block: inBlock(),
  sliced: long.slice(20, 200),
  joined: `${long} and ${long}`,
  bound: listener.bind(new Owner(), 'bound argument'),
  large: new Map(Array.from({ length: 5_000 }, (_, at) => [`key ${at}`, { at }])),
  weakMap: new WeakMap([
    [Owner, new Child()],
    [Child, 5],
  ]),
  weakSet: new WeakSet([Owner]),
  inherited: new PartsMap([['inherited', new Child()]]),
};

const numeric = process.argv[3] === 'numeric' ? { exposeNumericValues: true } : undefined;
v8.writeHeapSnapshot(process.argv[2], numeric);
