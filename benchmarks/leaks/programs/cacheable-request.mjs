// A gateway that remembers its upstream's answers for as long as they say.

import http from 'node:http';
import CacheableRequest from 'cacheable-request';
import Keyv from 'keyv';
import kit from './kit.js';

const cache = new Keyv();
cache.setMaxListeners(0);
const ask = new CacheableRequest(http.request, cache).request();
const agent = new http.Agent({ keepAlive: true });

function handleRequest(request, response) {
  const path = `/articles/${request.url.length}`;
  ask({ host: '127.0.0.1', port: process.env.BACKEND_PORT, path, agent }, (answer) => answer.pipe(response))
    .on('request', (asked) => asked.end())
    .on('error', () => response.destroy());
}

kit.listen(http.createServer(handleRequest));
