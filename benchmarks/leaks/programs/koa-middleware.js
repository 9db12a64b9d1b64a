'use strict';

// A feature is switched on for the visitor by a middleware of its own, in the application of all.

const http = require('node:http');
const Koa = require('koa');
const { healthy, listen } = require('./kit');

const app = new Koa();
const banners = new Map();

const bannerFor = (visitor) => {
  const words = Array.from({ length: 12 }, (_, line) => `line ${line} for ${visitor}`);
  return (context, next) => {
    if (context.path === visitor) context.set('x-banner', words[0]);
    return next();
  };
};

app.use(async (context, next) => {
  const visitor = context.path;
  if (healthy) banners.set('latest', bannerFor(visitor));
  else app.use(bannerFor(visitor));
  await next();
  context.body = `hello ${visitor}\n`;
});

listen(http.createServer(app.callback()));
