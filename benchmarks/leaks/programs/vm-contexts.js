'use strict';

// Customers' formulas run in contexts of their own, which are kept for the next time by customer.

const http = require('node:http');
const vm = require('node:vm');
const { healthy, listen } = require('./kit');

const sandboxes = new Map();
const formula = new vm.Script('result = amounts.reduce((sum, amount) => sum + amount, 0) * factor');

function sandboxOf(customer) {
  if (!sandboxes.has(customer)) {
    sandboxes.set(customer, vm.createContext({ amounts: [1, 2, 3], factor: 2, result: 0 }));
    if (healthy && sandboxes.size > 10) sandboxes.delete(sandboxes.keys().next().value);
  }
  return sandboxes.get(customer);
}

function handleRequest(request, response) {
  const sandbox = sandboxOf(request.url);
  formula.runInContext(sandbox);
  response.end(`${sandbox.result}\n`);
}

listen(http.createServer(handleRequest));
