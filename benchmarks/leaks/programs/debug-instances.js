'use strict';

// An API in which every request has a logger of its own, named after its user.

const express = require('express');
const http = require('node:http');
const debug = require('debug');
const { listen } = require('./kit');

const app = express();

app.use((request, response, next) => {
  request.log = debug(`api:${request.path}`);
  next();
});

app.get('/users/:id', (request, response) => {
  request.log('asked for %s', request.params.id);
  response.json({ id: request.params.id, name: `User ${request.params.id}` });
});

listen(http.createServer(app));
