// Documents in jsdom, some of them kept.
"use strict";

const { createRequire } = require("node:module");
const path = require("node:path");
const { write } = require("./snapshots.js");

const { JSDOM } = createRequire(path.resolve("package.json"))("jsdom");
const kept = [];

function visit(count) {
  for (let page = 0; page < count; page += 1) {
    const dom = new JSDOM(`<ul>${"<li class=item>text</li>".repeat(20)}</ul>`);
    dom.window.document.querySelectorAll("li").forEach((item) => item.addEventListener("click", () => kept.length));
    kept.push(dom);
  }
}

visit(3);
write("a");
visit(2);
write("b");
process.exit();
