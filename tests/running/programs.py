"""Programs as people start them, for the tests: servers, runners around them, and bad actors."""

from __future__ import annotations

from pathlib import Path

SERVER = """
const server = require('http').createServer((request, response) => response.end('served'));
server.listen(process.env.PORT || 0, '127.0.0.1', () => console.log('serving', process.env.PORT));
"""

# Keeps something of each request, where whoever counts can see it.
KEEPING = """
globalThis.kept = [];
const server = require('http').createServer((request, response) => {
  globalThis.kept.push({ url: request.url, body: Buffer.alloc(1e4).toString() });
  response.end('served');
});
server.listen(process.env.PORT, '127.0.0.1');
"""

# As TypeScript runners do: a node that starts a node, with its own options and the program's.
RUNNER = """
const { spawn } = require('child_process');
const [program, ...rest] = process.argv.slice(2);
const child = spawn(process.execPath, ['--no-warnings', program, ...rest], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
"""

CLUSTER = """
const cluster = require('cluster');
if (cluster.isPrimary) {
  for (let n = 0; n < 2; n += 1) cluster.fork();
} else {
  const kept = [];
  const server = require('http').createServer((request, response) => response.end('served'));
  server.listen(process.env.PORT, '127.0.0.1');
  if (cluster.worker.id === 2) setInterval(() => kept.push(Buffer.alloc(4e5, 1)), 20);
}
"""

# Serves, and has a child of its own that does the rest of the work.
WITH_A_CHILD = """
if (process.argv[2] === 'jobs') {
  setInterval(() => {}, 1000);
} else {
  require('child_process').fork(__filename, ['jobs']);
  require('http').createServer((request, response) => response.end('served'))
    .listen(process.env.PORT, '127.0.0.1');
}
"""

DEAF = """
process.on('SIGTERM', () => console.log('not now'));
require('http').createServer((request, response) => response.end('served'))
  .listen(process.env.PORT, '127.0.0.1', () => console.log('serving'));
"""

SILENT = "setInterval(() => {}, 1000); console.log('idling');"

CRASHES = "console.log('reading the settings'); throw new Error('no DATABASE_URL');"


def written(folder: Path, source: str, name: str = "app.js") -> Path:
    """The program as a file."""
    path = folder / name
    path.write_text(source, encoding="utf-8")
    return path
