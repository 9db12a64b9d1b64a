'use strict';

// A gateway that opens a gRPC client for every request and closes it afterwards.

const http = require('node:http');
const grpc = require('@grpc/grpc-js');
const { Greeter } = require('./grpc-greeter');
const { listen } = require('./kit');

const Client = grpc.makeGenericClientConstructor(Greeter, 'Greeter');
const address = `127.0.0.1:${process.env.BACKEND_PORT}`;

function handleRequest(request, response) {
  const client = new Client(address, grpc.credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
  client.greet({ name: request.url }, (error, answer) => {
    client.close();
    response.statusCode = error ? 502 : 200;
    response.end(error ? error.message : answer.greeting);
  });
}

listen(http.createServer(handleRequest));
