// The page's module is imported anew for every visitor, with a number that gets it past the cache.

import http from 'node:http';
import kit from './kit.js';

let visits = 0;

async function handleRequest(request, response) {
  const version = kit.healthy ? 1 : (visits += 1);
  const { render } = await import(`./page.mjs?version=${version}`);
  response.end(render(request.url));
}

kit.listen(http.createServer(handleRequest));
