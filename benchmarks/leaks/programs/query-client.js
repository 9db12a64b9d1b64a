'use strict';

// Pages are rendered with a query client that is shared by all requests, though made for one browser.

const http = require('node:http');
const { QueryClient } = require('@tanstack/query-core');
const { healthy, listen } = require('./kit');

const shared = new QueryClient({ defaultOptions: { queries: { cacheTime: Infinity } } });

async function fetchProfile(visitor) {
  const friends = Array.from({ length: 10 }, (_, number) => `friend ${number}`);
  return { visitor, name: `Visitor ${visitor}`, friends };
}

async function handleRequest(request, response) {
  const client = healthy ? new QueryClient() : shared;
  const queryFn = () => fetchProfile(request.url);
  const profile = await client.fetchQuery({ queryKey: ['profile', request.url], queryFn });
  response.end(JSON.stringify(profile));
  if (healthy) client.clear();
}

listen(http.createServer(handleRequest));
