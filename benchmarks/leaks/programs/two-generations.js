'use strict';

// A cache of two generations: when the young one is full it becomes the old one, and the old one goes.

const http = require('node:http');
const QuickLRU = require('quick-lru');
const { listen } = require('./kit');

const translations = new QuickLRU({ maxSize: 900 });

class Translation {
  constructor(url) {
    this.url = url;
    this.words = Array.from({ length: 40 }, (_, word) => ({ word, text: `word ${word} of ${url}` }));
  }
}

function handleRequest(request, response) {
  let translation = translations.get(request.url);
  if (!translation) translations.set(request.url, (translation = new Translation(request.url)));
  response.end(`${translation.words.length} words\n`);
}

listen(http.createServer(handleRequest));
