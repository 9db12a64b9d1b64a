'use strict';

// Each visitor's preview gets a route of its own, added while the server runs.

const express = require('express');
const http = require('node:http');
const { healthy, listen } = require('./kit');

const app = express();
const previews = new Map();

app.get('/pages/:id', (request, response) => {
  const preview = { id: request.params.id, html: `<h1>Page ${request.params.id}</h1>` };
  if (healthy) {
    previews.set(preview.id, preview);
    if (previews.size > 100) previews.delete(previews.keys().next().value);
  } else {
    app.get(`/previews/${preview.id}`, (again, answer) => answer.send(preview.html));
  }
  response.redirect(`/previews/${preview.id}`);
});

app.get('/previews/:id', (request, response) => response.send(previews.get(request.params.id)?.html));

listen(http.createServer(app));
