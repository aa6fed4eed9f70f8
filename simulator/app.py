"""Puts the parts together: the Flask application and the threads behind it."""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from waitress import create_server, wasyncore

from simulator import api, control, richmenus
from simulator.doings import Doings
from simulator.faults import Faults, WebhookFaults
from simulator.sender import Sender
from simulator.settings import Settings
from simulator.world import World

SERVER_THREADS = 16


class StandIn:
    """The whole simulated platform of one channel."""

    def __init__(self, settings: Settings, elapsed: Callable[[], float] = time.monotonic) -> None:
        self.world = World(settings, elapsed=elapsed)
        self.faults = Faults(
            WebhookFaults(timeout=settings.webhook_timeout, redelivery_delays=settings.redelivery_delays)
        )
        self.sender = Sender(self.world, self.faults)
        self.doings = Doings(self.world, self.sender)
        self.menus = richmenus.Menus(self.world)
        self.app = Flask("simulator")
        # Keys keep the order LINE documents.
        self.app.json.sort_keys = False  # type: ignore[attr-defined]
        self.app.register_blueprint(richmenus.blueprint(self.menus, self.faults))
        self.app.register_blueprint(api.blueprint(self.world, self.sender, self.faults))
        self.app.register_blueprint(control.blueprint(self.world, self.sender, self.doings, self.faults, self.menus))
        self._server: Any = None
        self._serving: threading.Thread | None = None

    def listen(self, host: str, port: int) -> int:
        """Open the port (0: any free one) and start the webhook threads; the port that was opened."""
        ipv6 = ":" in host
        self._server = create_server(
            self.app, host=host, port=port, threads=SERVER_THREADS, ident="LINE-stand-in", ipv4=not ipv6, ipv6=ipv6
        )
        self.sender.start()
        return int(self._server.effective_port)

    def serve(self) -> None:
        """Answer calls until close() or an interrupt."""
        self._serving = threading.current_thread()
        self._server.run()
        self._serving = None

    def serve_in_background(self) -> None:
        """Answer calls in a thread of this process, for tests."""
        self._serving = threading.Thread(target=self.serve, name="stand-in", daemon=True)
        self._serving.start()

    def close(self) -> None:
        """Stop delivering and answering."""
        self.sender.stop()
        if self._server is None:
            return
        serving = self._serving
        if serving is not None and serving is not threading.current_thread():
            # Sockets are closed by the thread that watches them, or it would watch a closed one.
            with contextlib.suppress(OSError):  # a worker's wake-up may run it before our own write
                self._server.trigger.pull_trigger(self._close_sockets)
            serving.join(timeout=5)
        else:
            self._close_sockets()
        self._server.task_dispatcher.shutdown()

    def _close_sockets(self) -> None:
        wasyncore.close_all(self._server._map, ignore_all=True)
