'use strict';

// A backend: a MySQL server of mysql2's own making that answers each query with one row, whose columns
// are named after the query.

const mysql = require('mysql2');

const server = mysql.createServer();
let connections = 0;

server.on('connection', (connection) => {
  connection.serverHandshake({
    protocolVersion: 10,
    serverVersion: '5.7.0',
    connectionId: (connections += 1),
    statusFlags: 2,
    characterSet: 8,
    capabilityFlags: 0xffffff & ~0x800 & ~0x20,
  });
  connection.on('error', () => {});
  connection.on('query', (query) => {
    const columns = Array.from({ length: 6 }, (_, number) => column(`${query.split(' ')[1]}_${number}`));
    // An answer is packet 1 of its exchange: the query was packet 0.
    connection.sequenceId = 1;
    connection.writeTextResult([Object.fromEntries(columns.map(({ name }) => [name, '42']))], columns);
  });
});

const column = (name) => ({
  catalog: 'def',
  schema: 'shop',
  table: 'sales',
  orgTable: 'sales',
  name,
  orgName: name,
  characterSet: 33,
  columnLength: 384,
  columnType: 253,
  type: 253,
  flags: 0,
  decimals: 0,
});

server.listen(0, '127.0.0.1');
server._server.on('listening', () => console.log(`ready ${JSON.stringify({ port: server._server.address().port })}`));
process.stdin.resume().on('close', () => process.exit(0));
