'use strict';

// A cache with room for 3,000 articles: it fills while one looks on, then turns over.

const http = require('node:http');
const { LRUCache } = require('lru-cache');
const { listen } = require('./kit');

class Article {
  constructor(path) {
    this.path = path;
    this.paragraphs = Array.from({ length: 15 }, (_, number) => `Paragraph ${number} of ${path}`);
  }
}

const articles = new LRUCache({ max: 3000 });

function handleRequest(request, response) {
  let article = articles.get(request.url);
  if (!article) articles.set(request.url, (article = new Article(request.url)));
  response.end(article.paragraphs.join('\n'));
}

listen(http.createServer(handleRequest));
