'use strict';

// A pool of parsers that makes another one when none is free, up to sixty; it is made slowly.

const http = require('node:http');
const { setTimeout: wait } = require('node:timers/promises');
const { listen } = require('./kit');

class PooledParser {
  constructor(number) {
    this.number = number;
    this.table = new Float64Array(20_000).fill(number);
    this.words = Array.from({ length: 200 }, (_, word) => `word ${word} of parser ${number}`);
  }

  async parse(text) {
    await wait(1);
    return this.words.filter((word) => text.includes(word)).length;
  }
}

const free = [];
let made = 0;

setInterval(() => {
  if (made < 60) free.push(new PooledParser((made += 1)));
}, 700);

async function handleRequest(request, response) {
  const parser = free.pop();
  if (!parser) return response.writeHead(503).end();
  const found = await parser.parse(request.url);
  free.push(parser);
  return response.end(`${found}\n`);
}

listen(http.createServer(handleRequest));
