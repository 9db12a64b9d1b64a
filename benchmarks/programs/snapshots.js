// Writes snapshots of the program that requires it, to $SNAPSHOTS-a.heapsnapshot and so on; both kinds are
// written by turns of the same program: $SNAPSHOT_KIND is "standard" or "expose".
"use strict";

const v8 = require("node:v8");

const options = process.env.SNAPSHOT_KIND === "expose" ? { exposeInternals: true } : undefined;

/** Writes the snapshot `which`, "a" before "b". */
function write(which) {
  v8.writeHeapSnapshot(`${process.env.SNAPSHOTS}-${which}.heapsnapshot`, options);
}

module.exports = { write };
