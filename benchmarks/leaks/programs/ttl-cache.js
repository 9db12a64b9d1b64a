'use strict';

// Answers are good for fifteen seconds; a timer takes each out.

const http = require('node:http');
const { listen } = require('./kit');

class Answer {
  constructor(path) {
    this.path = path;
    this.facts = Array.from({ length: 20 }, (_, number) => ({ number, fact: `${path}#${number}` }));
  }
}

class TtlCache {
  constructor(milliseconds) {
    this.milliseconds = milliseconds;
    this.entries = new Map();
  }

  get(key, make) {
    if (!this.entries.has(key)) {
      this.entries.set(key, make(key));
      setTimeout(() => this.entries.delete(key), this.milliseconds);
    }
    return this.entries.get(key);
  }
}

const answers = new TtlCache(15_000);

listen(
  http.createServer((request, response) => {
    const answer = answers.get(request.url, (path) => new Answer(path));
    response.end(JSON.stringify(answer));
  }),
);
