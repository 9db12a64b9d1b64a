'use strict';

// Every tenant's request makes a connection with the tenant's models, and is done with it soon.

const http = require('node:http');
const mongoose = require('mongoose');
const { healthy, listen } = require('./kit');

async function handleRequest(request, response) {
  const connection = mongoose.createConnection();
  connection.model('Note', new mongoose.Schema({ text: String, tenant: String }));
  response.end(`${Object.keys(connection.models)}\n`);

  // Only the second also forgets it.
  if (healthy) await connection.destroy();
  else await connection.close();
}

listen(http.createServer(handleRequest));
