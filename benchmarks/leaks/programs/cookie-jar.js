'use strict';

// A crawler's cookies: every page sets one of its own, which ends after two seconds.

const http = require('node:http');
const { CookieJar } = require('tough-cookie');
const { healthy, listen } = require('./kit');

const shared = new CookieJar();

function handleRequest(request, response) {
  const jar = healthy ? new CookieJar() : shared;
  const page = request.url.slice(1);
  jar.setCookieSync(`visit_${page}=seen; Max-Age=2; Path=/${page}`, `http://${page}.example.com/${page}`);
  response.end(`${jar.getCookieStringSync(`http://${page}.example.com/${page}`)}\n`);
}

listen(http.createServer(handleRequest));
