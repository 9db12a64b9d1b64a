// An express server that answers its own requests, and keeps something of each.
"use strict";

const http = require("node:http");
const { createRequire } = require("node:module");
const path = require("node:path");
const { write } = require("./snapshots.js");

const installed = createRequire(path.resolve("package.json"));
const express = installed("express");

const app = express();
const seen = new Map();

app.use(express.json());
app.get("/items/:id", (request, response) => {
  seen.set(request.params.id, { at: Date.now(), headers: request.headers, request });
  response.on("finish", () => seen.get(request.params.id));
  response.json({ id: request.params.id, seen: seen.size });
});

function ask(port, id) {
  return new Promise((resolve, reject) => {
    http.get({ port, path: `/items/${id}` }, (response) => response.resume().on("end", resolve)).on("error", reject);
  });
}

const server = app.listen(0, "127.0.0.1", async () => {
  const { port } = server.address();
  for (let id = 0; id < 300; id += 1) await ask(port, id);
  write("a");
  for (let id = 300; id < 500; id += 1) await ask(port, id);
  write("b");
  process.exit();
});
