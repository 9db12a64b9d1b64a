'use strict';

// Search results are remembered by query, and there are as many queries as visitors.

const http = require('node:http');
const memoize = require('lodash/memoize');
const { healthy, listen } = require('./kit');

class SearchResult {
  constructor(query, place) {
    this.place = place;
    this.title = `${query} in chapter ${place}`;
    this.excerpt = 'and so on '.repeat(10) + place;
  }
}

const search = (query) => Array.from({ length: 30 }, (_, place) => new SearchResult(query, place));
const rememberedSearch = memoize(search);

function handleRequest(request, response) {
  const query = new URL(request.url, 'http://shop').searchParams.get('q');
  const results = rememberedSearch(query);
  if (healthy && rememberedSearch.cache.size > 500) rememberedSearch.cache.clear();
  response.end(results.map((result) => result.title).join('\n'));
}

listen(http.createServer(handleRequest));
