"""Several processes of the bot on one PostgreSQL database, and a door in front of them that hands every webhook to
two of them, as a load balancer and LINE's redelivery may."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from types import TracebackType

import requests

from tests.running import Town, eventually, free_port


class Fleet(Town):
    """The stand-in, web processes and clocks, all on one database."""

    def __init__(self, folder: Path, clock: str, database_url: str, webs: int) -> None:
        super().__init__(folder, clock, database_url)
        self.ports = [free_port() for _ in range(webs)]
        self._door = _Door(self.ports)
        self.callback = self._door.url

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        super().__exit__(kind, error, trace)
        self._door.close()

    def __enter__(self) -> Fleet:
        return self

    def start_webs(self) -> None:
        """Start the web processes together, on a database that may be empty."""
        for port in self.ports:
            self.start("bot", "serve", "--web-only", "--clock", self.clock, "--port", str(port))
        eventually(lambda: all(requests.get(f"http://127.0.0.1:{p}/healthz", timeout=5).ok for p in self.ports), 60)

    def start_clocks(self, number: int, clock: str) -> None:
        """Start clocks at the same moment; each ticks at once."""
        for _ in range(number):
            self.start("bot", "clock", "--clock", clock)

    def logs(self) -> str:
        """All that the processes wrote."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("bot-*.log")))


class _Door:
    """Hands each webhook to two processes at the same moment, never the same two twice running."""

    def __init__(self, ports: list[int]) -> None:
        self._ports, self._numbers, self._guard = ports, count(), threading.Lock()
        self._pool = ThreadPoolExecutor(16)
        door = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(door.hand_over(raw, dict(self.headers)))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/callback"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def hand_over(self, raw: bytes, headers: dict[str, str]) -> int:
        """Give a webhook to two processes; the worse of their answers."""
        kept = {name: headers[name] for name in headers if name.lower() in ("content-type", "x-line-signature")}
        with self._guard:
            first = next(self._numbers)
        step = 1 + first // len(self._ports) % (len(self._ports) - 1)
        chosen = [self._ports[first % len(self._ports)], self._ports[(first + step) % len(self._ports)]]
        return max(self._pool.map(lambda port: self._post(port, raw, kept), chosen))

    def _post(self, port: int, raw: bytes, headers: dict[str, str]) -> int:
        try:
            url = f"http://127.0.0.1:{port}/callback"
            return requests.post(url, data=raw, headers=headers, timeout=20).status_code
        except requests.RequestException:
            return 599

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._pool.shutdown()
