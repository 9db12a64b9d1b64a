'use strict';
// A target for snapshots: some megabytes of small objects, and a voice that proves it still serves.
//   node snapshot_target.js OBJECTS
// Lines on stdin: `exit N` ends the program with that code; `watch` and later `report` tell for how many
// seconds the event loop stood still at most in between; anything else is answered with `pong <line>`.
const readline = require('readline');

class Landmark {
  constructor() {
    this.text = 'ünïcode → "quoted"';
  }
}

const kept = [];
for (let index = 0; index < Number(process.argv[2]); index++) {
  kept.push({ index, name: `object ${index}`, tags: [index] });
}
globalThis.kept = kept;
globalThis.landmark = new Landmark();

let latest;
let longest = 0;
function tick() {
  const now = performance.now();
  longest = Math.max(longest, now - latest);
  latest = now;
}

const commands = {
  watch() {
    latest = performance.now();
    setInterval(tick, 5);
    console.log('watching');
  },
  report() {
    tick();
    console.log(`longest ${longest / 1000}`);
  },
  exit(code) {
    process.exit(Number(code));
  },
};

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, argument] = line.split(' ');
  if (Object.hasOwn(commands, word)) commands[word](argument);
  else console.log(`pong ${line}`);
});
console.log('ready');
