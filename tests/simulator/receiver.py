"""A tiny bot: it checks the signature, keeps what arrived, and answers what it is told to answer."""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"


class Receiver:
    """Listens on a free port; `answers` are the next statuses, 200 after that."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.answers: list[int] = []
        self.bad_signatures = 0
        self.slow_seconds = 0.0
        self._changed = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.take(self)

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/callback"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def take(self, request: BaseHTTPRequestHandler) -> None:
        raw = request.rfile.read(int(request.headers["Content-Length"]))
        right = base64.b64encode(hmac.new(SECRET.encode(), raw, hashlib.sha256).digest()).decode()
        if request.headers.get("x-line-signature") != right:
            self.bad_signatures += 1
            status = 400
        else:
            if self.slow_seconds:
                time.sleep(self.slow_seconds)
            with self._changed:
                status = self.answers.pop(0) if self.answers else 200
                self.bodies.append(json.loads(raw))
                self._changed.notify_all()
        request.send_response(status)
        request.send_header("Content-Length", "0")
        request.end_headers()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for body in self.bodies for event in body["events"]]

    def wait(self, count: int, seconds: float = 5) -> list[dict[str, Any]]:
        """All events once there are `count` of them."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: len(self.events) >= count, seconds)
        assert arrived, f"only {len(self.events)} of {count} events arrived"
        return self.events

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
