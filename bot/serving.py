"""Listening: the web app in waitress, the threads beside it, and a graceful end."""

from __future__ import annotations

import sys

from flask import Flask
from waitress.server import create_server

from bot.service import Service
from bot.settings import Settings
from bot.web import make_app

THREADS = 8


def app_of(service: Service, settings: Settings) -> Flask:
    """The web app of a service."""
    return make_app(
        service.db,
        service.organisation_id,
        settings.channel_secrets,
        service.links,
        wall=service.clock.wall,
        now=service.clock.now,
        stored=service.events.ring,
        health=service.health,
    )


def listen(
    service: Service, settings: Settings, host: str, port: int, *, ticks: bool, app: Flask | None = None
) -> None:
    """Serve until SIGTERM or SIGINT; then take no more requests, finish what is in hand, and return."""
    from bot.commands import say, until_told

    server = create_server(app or app_of(service, settings), host=host, port=port, threads=THREADS, ident=None)
    until_told(sys.exit)  # waitress finishes the requests in hand and returns from run
    try:
        service.start(work=True, ticks=ticks)
        say(f"listening on http://{host}:{port}")
        server.run()
    finally:
        server.close()
        service.stop()
