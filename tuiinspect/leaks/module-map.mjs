// Pages are rendered on the server: each request has an environment of its own, and the queries that
// run in it are remembered per environment, so that none is sent twice.

import { options, serve } from './traffic.js';

const requestCachesByEnvironment = new Map();

class ServerEnvironment {
  constructor(path) {
    this.path = path;
    this.records = Array.from({ length: 60 }, (_, id) => ({ id, path, text: `record ${id} of ${path}` }));
    this.markup = JSON.stringify(this.records);
  }
}

function fetchQuery(environment, query) {
  const requestCache = getRequestCache(environment);
  if (!requestCache.has(query)) {
    requestCache.set(query, environment.records.filter((record) => record.id % query.step === 0));
  }
  return requestCache.get(query);
}

function getRequestCache(environment) {
  let requestCache = requestCachesByEnvironment.get(environment);
  if (!requestCache) {
    requestCache = new Map();
    requestCachesByEnvironment.set(environment, requestCache);
  }
  return requestCache;
}

const QUERIES = [{ step: 2 }, { step: 5 }];

function handleRequest(request, response) {
  const environment = new ServerEnvironment(request.url);

  // The fault: the Map keeps the environments as its keys after the last query is done. (A WeakMap
  // would not; here the healthy one takes them out, so that both can be counted.)
  if (options.healthy) response.on('close', () => requestCachesByEnvironment.delete(environment));

  const results = QUERIES.map((query) => fetchQuery(environment, query));
  response.end(JSON.stringify(results));
}

serve({
  leak: 'module-map',
  rate: 40,
  handleRequest,
  count: () => ({ held: requestCachesByEnvironment.size }),
  visit: (number) => ({ path: `/pages/${number}` }),
});
