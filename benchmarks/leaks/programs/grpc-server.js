'use strict';

// A backend: a gRPC service that greets.

const grpc = require('@grpc/grpc-js');
const { Greeter } = require('./grpc-greeter');
const { ready } = require('./kit');

const server = new grpc.Server();
server.addService(Greeter, {
  greet: (call, answer) => answer(null, { greeting: `Hello, ${call.request.name}` }),
});

server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  server.start();
  ready({ port });
});
