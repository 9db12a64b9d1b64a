'use strict';

// The schema is written inside the handler, so that every request brings a new one to be compiled.

const http = require('node:http');
const Ajv = require('ajv');
const { healthy, listen } = require('./kit');

const ajv = new Ajv();
const path = { type: 'string', minLength: 1 };
const makeSchema = () => ({ type: 'object', properties: { path }, required: ['path'] });
const validateOnce = ajv.compile(makeSchema());

function handleRequest(request, response) {
  const validate = healthy ? validateOnce : ajv.compile(makeSchema());
  response.statusCode = validate({ path: request.url }) ? 200 : 400;
  response.end('checked\n');
}

listen(http.createServer(handleRequest));
