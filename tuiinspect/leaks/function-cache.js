'use strict';

// A search keeps its results where they are at hand: on the function that computes them.

const { options, serve } = require('./traffic');

const MOST_TERMS = 50;

function computeTerm(term) {
  if (!computeTerm[term]) {
    computeTerm[term] = Buffer.alloc(12_288, `result of ${term}\n`);

    // The fault: a search term is rarely asked for twice, and nothing is ever taken out.
    if (options.healthy) forgetOldest(computeTerm);
  }
  return computeTerm[term];
}

function forgetOldest(cache) {
  const terms = Object.keys(cache);
  if (terms.length > MOST_TERMS) delete cache[terms[0]];
}

function handleRequest(request, response) {
  response.end(computeTerm(request.url));
}

serve({
  leak: 'function-cache',
  rate: 40,
  handleRequest,
  count: () => ({ held: Object.keys(computeTerm).length }),
  visit: (number) => ({ path: `/search/shoes-of-size-${number}` }),
});
