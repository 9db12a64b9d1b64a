'use strict';

// There are two hundred templates; each is compiled when it is first wanted, and then kept.

const http = require('node:http');
const ejs = require('ejs');
const { listen } = require('./kit');

const compiled = new Map();

function template(name) {
  if (!compiled.has(name)) {
    const rows = Array.from({ length: 12 }, (_, row) => `<tr><td><%= values[${row}] %></td><td>${name}</td></tr>`);
    compiled.set(name, ejs.compile(`<table>${rows.join('\n')}</table>`));
  }
  return compiled.get(name);
}

listen(
  http.createServer((request, response) => {
    const name = `template-${Math.floor(Math.random() ** 2 * 200)}`;
    response.end(template(name)({ values: Array.from({ length: 12 }, Math.random) }));
  }),
);
