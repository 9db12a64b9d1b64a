// What `import-query.mjs` serves.

const parts = Array.from({ length: 30 }, (_, part) => ({ part, text: `Part ${part} of the page` }));

export function render(path) {
  return `${path}\n${parts.map(({ text }) => text).join('\n')}`;
}
