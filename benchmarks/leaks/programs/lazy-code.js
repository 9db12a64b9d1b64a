'use strict';

// A program that has just begun: ever more of its code is used for the first time and gets hot.

const http = require('node:http');
const { listen } = require('./kit');

const rules = Array.from({ length: 600 }, (_, number) => {
  const steps = Array.from({ length: 12 }, (_, step) => `total += (input.length * ${step + number}) % ${step + 7};`);
  return `(function rule${number}(input) { let total = ${number}; ${steps.join(' ')} return total; })`;
});
const functions = [];
let visits = 0;

listen(
  http.createServer((request, response) => {
    const known = Math.min(rules.length, Math.ceil((visits += 1) / 3));
    // Sources become functions one after the other, each once.
    while (functions.length < known) functions.push((0, eval)(rules[functions.length]));
    let sum = 0;
    for (let round = 0; round < 10; round += 1) for (const rule of functions) sum += rule(request.url);
    response.end(`${sum}\n`);
  }),
);
