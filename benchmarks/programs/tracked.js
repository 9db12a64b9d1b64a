// A program whose allocations V8 tracks: the snapshot has their stacks, and a node says which is its own.
"use strict";

const fs = require("node:fs");
const { Session } = require("node:inspector");

const session = new Session();
session.connect();

function take(which) {
  const file = fs.openSync(`${process.env.SNAPSHOTS}-${which}.heapsnapshot`, "w");
  const note = ({ params }) => fs.writeSync(file, params.chunk);
  session.on("HeapProfiler.addHeapSnapshotChunk", note);
  const exposeInternals = process.env.SNAPSHOT_KIND === "expose";
  return new Promise((resolve) => {
    session.post("HeapProfiler.takeHeapSnapshot", { exposeInternals }, () => {
      session.off("HeapProfiler.addHeapSnapshotChunk", note);
      fs.closeSync(file);
      resolve();
    });
  });
}

class Ticket {
  constructor(number) {
    this.number = number;
    this.words = ["ticket", String(number)];
  }
}

const kept = [];
function issue(count) {
  for (let number = 0; number < count; number += 1) kept.push(new Ticket(number));
}

session.post("HeapProfiler.startTrackingHeapObjects", { trackAllocations: true }, async () => {
  issue(500);
  await take("a");
  issue(1000);
  await take("b");
  process.exit();
});
