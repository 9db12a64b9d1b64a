// Required into a program that somebody else has written: writes a snapshot when it ends, and half way.
"use strict";

const { isMainThread } = require("node:worker_threads");
const { write } = require("./snapshots.js");

if (isMainThread && process.argv[1]?.includes(process.env.SNAPSHOT_OF)) {
  let written = false;
  const half = setTimeout(() => write("a"), Number(process.env.SNAPSHOT_AFTER_MS ?? 4000));
  half.unref();
  process.on("exit", () => {
    clearTimeout(half);
    if (!written) write("b");
    written = true;
  });
}
