'use strict';

// Big bundles are loaded one by one when first wanted, and what they do gets hot in its own time.

const http = require('node:http');
const { listen } = require('./kit');

const code = 'export const total = (basket: Item[]): number => basket.reduce((sum, { price }) => sum + price, 0);';

const tools = [
  () => require('typescript').transpileModule(code, {}).outputText,
  () => require('acorn').parse('const a = 1; class B { #c = a; }', { ecmaVersion: 2022 }).body.length,
  () => require('lodash').chunk([1, 2, 3, 4, 5, 6, 7], 3).length,
  () => require('moment')().add(3, 'days').format('LLLL'),
  () => require('immutable').Range(0, 50).map((number) => number * 2).toList().size,
  () => require('terser').minify('function add(first, second) { return first + second }').then === undefined,
];

const born = Date.now();

function handleRequest(request, response) {
  const number = Number(request.url.replace(/\D/g, ''));
  // One tool more every eight seconds.
  const atHand = Math.min(tools.length, 1 + Math.floor((Date.now() - born) / 8000));
  response.end(`${tools[number % atHand]()}\n`);
}

listen(http.createServer(handleRequest));
