"""A Node server that ends in every way when told, and the check that it serves."""

from __future__ import annotations

import http.client

from tests.conftest import RunNode
from tests.support.processes import NodeProcess

SOURCE = """
const http = require('http');
const server = http.createServer((request, response) => response.end('served'));
const end = {
  exit: () => process.exit(3),
  throw: () => { throw new Error('uncaught on purpose'); },
  finish: () => { server.close(); server.closeAllConnections(); process.stdin.destroy(); },
  block: () => require('child_process').execSync('read line', { stdio: [0] }),
  loop: () => { for (;;); },
};
process.on('SIGTERM', () => setTimeout(() => process.exit(7), 1));
process.stdin.on('data', (line) => { console.log('doing', String(line)); end[String(line).trim()](); });
server.listen(0, '127.0.0.2', () => console.log('serving', server.address().port));
"""


class Server:
    """Listens for its visitors where no inspector does: on another loopback address."""

    def __init__(self, process: NodeProcess) -> None:
        self.process = process
        self.port = int(process.wait_line("serving").split()[1])

    @property
    def pid(self) -> int:
        return self.process.pid

    def serves(self) -> bool:
        client = http.client.HTTPConnection("127.0.0.2", self.port, timeout=60)
        try:
            client.request("GET", "/")
            return client.getresponse().read() == b"served"
        finally:
            client.close()

    def tell(self, word: str) -> None:
        """Have it `exit`, `throw`, `finish`, `block` (until another line comes) or `loop`."""
        self.process.say(word)
        self.process.wait_line(f"doing {word}")


def serve(run_node: RunNode, *flags: str, **options: object) -> Server:
    return Server(run_node(SOURCE, flags=flags, **options))
