"""Listening: the web app in waitress, the threads beside it, and a graceful end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from types import FrameType

from flask import Flask
from waitress.server import create_server

from bot.heartbeat import Watcher
from bot.line import LineApi
from bot.links import Links
from bot.service import Clock, Service
from bot.settings import Settings
from bot.web import make_app
from models import organisations
from models.database import Database

THREADS = 8


def say(text: str) -> None:
    """One line for the operator."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def until_told(stop: Callable[[], object]) -> None:
    """Call `stop` on SIGTERM and SIGINT, so that what is in hand is finished."""

    def told(_number: int, _frame: FrameType | None) -> None:
        stop()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)


def service_of(settings: Settings, db: Database, organisation: str | None, clock: Clock) -> Service:
    """The service on an opened database. Raises OrganisationUnclear when it does not know whose."""
    with db.read() as session:
        organisation_id = organisations.choose(session, organisation).id
    api = LineApi(settings.line_api_url, settings.channel_token)
    links = Links(settings.public_url, settings.secret_key)
    return Service(db, organisation_id, api, links, settings.evidence_dir, clock, Watcher(settings.heartbeat_url))


def app_of(service: Service, settings: Settings) -> Flask:
    """The web app of a service."""
    return make_app(
        service.db,
        service.organisation_id,
        settings.channel_secrets,
        service.links,
        settings.evidence_dir,
        wall=service.clock.wall,
        now=service.clock.now,
        stored=service.events.ring,
        health=service.health,
    )


def listen(
    service: Service, settings: Settings, host: str, port: int, *, ticks: bool, app: Flask | None = None
) -> None:
    """Serve until SIGTERM or SIGINT; then take no more requests, finish what is in hand, and return."""
    server = create_server(app or app_of(service, settings), host=host, port=port, threads=THREADS, ident=None)
    until_told(sys.exit)  # waitress finishes the requests in hand and returns from run
    try:
        service.start(work=True, ticks=ticks)
        say(f"listening on http://{host}:{port}")
        server.run()
    finally:
        server.close()
        service.stop()
