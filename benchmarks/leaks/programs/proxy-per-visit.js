'use strict';

// A gateway that makes a proxy for every visitor, with the visitor's name in a header.

const http = require('node:http');
const { createProxyMiddleware } = require('http-proxy-middleware');
const { healthy, listen } = require('./kit');

const target = `http://127.0.0.1:${process.env.BACKEND_PORT}`;
const make = (headers) => createProxyMiddleware({ target, headers, logLevel: 'silent' });
const shared = make({});

function handleRequest(request, response) {
  const proxy = healthy ? shared : make({ 'x-visitor': request.url });
  proxy(request, response, () => response.end());
}

listen(http.createServer(handleRequest));
