// A heap that is one linked list, written as a snapshot: node heap_list.js LINKS FILE
"use strict";

const v8 = require("node:v8");

const [links, file] = process.argv.slice(2);

class Link {
  constructor(next) {
    this.next = next;
  }
}

let list = null;
for (let made = 0; made < Number(links); made += 1) list = new Link(list);
globalThis.list = list;
v8.writeHeapSnapshot(file);
