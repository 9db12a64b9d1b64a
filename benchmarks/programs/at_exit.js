// Required into a program that somebody else has written: writes a snapshot when it ends, and half way.
"use strict";

const { isMainThread } = require("node:worker_threads");
const { write } = require("./snapshots.js");

const wanted = process.env.SNAPSHOT_OF;
// Its child processes would write to the same files.
delete process.env.SNAPSHOT_OF;

if (isMainThread && wanted && process.argv[1]?.includes(wanted)) {
  let written = false;
  const half = setTimeout(() => write("a"), Number(process.env.SNAPSHOT_AFTER_MS ?? 4000));
  half.unref();
  process.on("exit", () => {
    clearTimeout(half);
    if (!written) write("b");
    written = true;
  });
}
