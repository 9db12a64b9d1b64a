// Objects to look at; `ran` counts what of the program's own code has run since it began to wait.
"use strict";

globalThis.ran = 0;

class Connection {
  constructor() {
    this.id = 7;
    this.user = { name: "Ada" };
    this.tags = ["a", "b"];
    this.seen = new Map([["first", 1]]);
    Object.defineProperty(this, "danger", { enumerable: true, get: () => (globalThis.ran += 1) });
  }

  get label() {
    globalThis.ran += 1;
    return "label";
  }

  toString() {
    globalThis.ran += 1;
    return "a connection";
  }
}

globalThis.connection = new Connection();
globalThis.numbers = Array.from({ length: 100_000 }, (_, at) => at);
globalThis.deliver = function deliver(message) {
  return message;
};

console.log("ready");
process.stdin.on("data", (line) => console.log(`${String(line).trim()} ran ${globalThis.ran}`));
