'use strict';

// Each visit looks at the first entries of a range, and leaves its iterator open.

const http = require('node:http');
const { MemoryLevel } = require('memory-level');
const { healthy, listen } = require('./kit');

const database = new MemoryLevel();
const article = (number) => ({ type: 'put', key: `article ${number}`, value: 'words' });
const articles = Array.from({ length: 200 }, (_, number) => article(number));

async function handleRequest(request, response) {
  const iterator = database.iterator({ gte: 'article 1' });
  const [key] = await iterator.next();
  response.end(`${key}\n`);
  if (healthy) await iterator.close();
}

database.batch(articles).then(() => listen(http.createServer(handleRequest)));
