"""A relay in front of an inspector that counts what its client takes, or hangs up on it after a while."""

from __future__ import annotations

import socket
import threading
from urllib.parse import urlsplit


class Relay:
    """Passes bytes both ways until `limit` of them have gone to the client, then hangs up on it.

    `passed` counts them. The target's side is read on: a socket that breaks off under a snapshot can crash
    a real Node.
    """

    def __init__(self, url: str, limit: int = 1_000_000_000) -> None:
        self.passed = 0
        target = urlsplit(url)
        self._target = (str(target.hostname), int(target.port or 0))
        self._limit = limit
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"ws://127.0.0.1:{self._listener.getsockname()[1]}{target.path}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        client, _ = self._listener.accept()
        self._listener.close()
        server = socket.create_connection(self._target)
        threading.Thread(target=self._pass_requests, args=(client, server), daemon=True).start()
        hung_up = False
        while data := server.recv(65536):
            hung_up = hung_up or not self._hand_on(client, data)
        server.close()

    def _hand_on(self, client: socket.socket, data: bytes) -> bool:
        try:
            if self.passed + len(data) > self._limit:
                client.shutdown(socket.SHUT_RDWR)
                client.close()
                return False
            client.sendall(data)
        except OSError:
            return False
        self.passed += len(data)
        return True

    @staticmethod
    def _pass_requests(client: socket.socket, server: socket.socket) -> None:
        try:
            while data := client.recv(65536):
                server.sendall(data)
        except OSError:
            return
