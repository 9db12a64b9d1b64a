'use strict';

// Who asks too often is turned away; the counts of all visitors are forgotten every ten seconds.

const express = require('express');
const http = require('node:http');
const { rateLimit } = require('express-rate-limit');
const { listen } = require('./kit');

const app = express();
const keyGenerator = (request) => request.path;
app.use(rateLimit({ windowMs: 10_000, limit: 5, keyGenerator, validate: false }));
app.get('*', (request, response) => response.send('welcome'));

listen(http.createServer(app));
