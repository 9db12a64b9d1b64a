// A module's variable keeps what was searched for, so that it could be suggested again.

import http from 'node:http';
import kit from './kit.js';

let searchHistory = [];

class SearchEntry {
  constructor(url) {
    this.words = url.searchParams.get('q').split('-');
    this.at = Date.now();
    this.weights = Object.fromEntries(this.words.map((word, at) => [word, 1 / (at + 1)]));
  }
}

function handleRequest(request, response) {
  searchHistory.push(new SearchEntry(new URL(request.url, 'http://search')));
  if (kit.healthy) searchHistory = searchHistory.slice(-200);
  response.end(`${searchHistory.length} searches\n`);
}

kit.listen(http.createServer(handleRequest));
