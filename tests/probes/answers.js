// Preloaded into test programs: each line on stdin is evaluated, and its value printed as JSON. What the
// program knows of itself is asked this way, without the inspector.
'use strict';

globalThis.load = require;

let rest = '';
process.stdin.on('data', (data) => {
  rest += data;
  const lines = rest.split('\n');
  rest = lines.pop();
  for (const line of lines) answer(line);
});

async function answer(line) {
  const { number, expression } = JSON.parse(line);
  let text;
  try {
    text = JSON.stringify((await (0, eval)(expression)) ?? null);
  } catch (error) {
    text = JSON.stringify(`threw ${error}`);
  }
  console.log(`answer ${number} ${text}`);
}
