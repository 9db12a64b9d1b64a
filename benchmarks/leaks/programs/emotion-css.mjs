// Styles are made for each visitor's colours, and the cache of styles is the process's.

import http from 'node:http';
import createInstance from '@emotion/css/create-instance';
import kit from './kit.js';

const create = createInstance.default ?? createInstance;
const shared = create({ key: 'shop' });

function handleRequest(request, response) {
  const { css, flush } = shared;
  const width = request.url.length + Number(request.url.replace(/\D/g, ''));
  const name = css({ color: `#${(width % 4096).toString(16)}`, width, padding: 4, '&:hover': { color: 'red' } });
  response.end(`<p class="${name}">hello</p>`);
  if (kit.healthy) flush();
}

kit.listen(http.createServer(handleRequest));
