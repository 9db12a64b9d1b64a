'use strict';

// Titles are cut out of pages and kept; each is a slice that keeps its whole page.

const { healthy, ready, work } = require('./kit');

const titles = new Map();

function fetchPage(number) {
  const body = Array.from({ length: 100 }, (_, line) => `<p>Line ${line} of page ${number}</p>`).join('\n');
  return `<title>The title of page number ${number}, as it stands in the catalogue</title>\n${body}`;
}

work((number) => {
  const [, title] = /<title>(.*)<\/title>/.exec(fetchPage(number));
  titles.set(number, healthy ? Buffer.from(title).toString() : title);
  if (healthy) titles.delete(number - 500);
});
ready();
