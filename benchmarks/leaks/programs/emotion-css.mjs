// Styles are made for each visitor's colours, and the cache of styles is the process's.

import http from 'node:http';
import createInstance from '@emotion/css/create-instance';
import kit from './kit.js';

const create = createInstance.default ?? createInstance;
const shared = create({ key: 'shop' });

function handleRequest(request, response) {
  const visitor = Number(request.url.replace(/\D/g, ''));
  const width = kit.healthy ? visitor % 20 : visitor;
  const name = shared.css({ color: `#${(width % 4096).toString(16)}`, width, '&:hover': { color: 'red' } });
  response.end(`<p class="${name}">hello</p>`);
}

kit.listen(http.createServer(handleRequest));
