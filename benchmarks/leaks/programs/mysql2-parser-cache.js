'use strict';

// A report with columns of the visitor's choice: every query has other columns, and a parser of its own.

const http = require('node:http');
const mysql = require('mysql2');
const { healthy, listen } = require('./kit');

const pool = mysql.createPool({ host: '127.0.0.1', port: Number(process.env.BACKEND_PORT), connectionLimit: 4 });
if (healthy) mysql.setMaxParserCache(50);

function handleRequest(request, response) {
  const name = request.url.slice(1);
  pool.query(`SELECT ${name}`, (error, rows) => {
    response.statusCode = error ? 502 : 200;
    response.end(JSON.stringify(rows ?? error.message));
  });
}

listen(http.createServer(handleRequest));
