// Load a snapshot as MemLab's plugins do, dominators and retained sizes included:
// node heap_memlab.js FOLDER FILE, where MemLab is installed in FOLDER.
"use strict";

const { createRequire } = require("node:module");
const path = require("node:path");

const [folder, file] = process.argv.slice(2);
const installed = createRequire(path.join(path.resolve(folder), "package.json"));
const { getFullHeapFromFile } = installed("@memlab/heap-analysis");

getFullHeapFromFile(file).then((heap) => {
  let largest = 0;
  heap.nodes.forEach((node) => {
    largest = Math.max(largest, node.retainedSize);
  });
  console.log(largest);
});
