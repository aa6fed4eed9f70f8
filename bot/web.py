"""The web app: LINE's webhook, the health check, and files behind signed addresses."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from flask import Flask, Response, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wsgi import wrap_file

from bot import faults, line_events
from bot.links import LinkExpired, Links, LinkWrong
from exports.documents import PAPERS, PaperRefused, file_name
from exports.dossier import gather
from exports.rounds import note_made
from handlers import wording_papers
from models import audit, inbox
from models.calendar import Round
from models.database import Database
from models.evidence import place
from models.post_tables import FileLink
from models.records import LIVE, load_plan
from models.tables import EvidenceRow

log = logging.getLogger(__name__)
LARGEST_WEBHOOK = 1024 * 1024
SHOWN = ("image/jpeg", "image/png", "application/pdf")  # a browser shows these; others are saved


def make_app(
    db: Database,
    organisation_id: int,
    channel_secrets: tuple[str, ...],
    links: Links,
    evidence: Path,
    *,
    wall: Callable[[], datetime],
    now: Callable[[], datetime],
    stored: Callable[[], None],
    health: Callable[[], dict[str, object]],
) -> Flask:
    """The Flask app. `evidence` is the folder of all evidence; `wall` is real time, `now` the product's clock;
    `stored` is called after events were stored, `health` gives what /healthz shows (an `ok` among it)."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_WEBHOOK

    @app.post("/callback")
    def callback() -> tuple[str, int]:
        """Verify on the raw bytes, store in one transaction, answer. Nothing else happens here."""
        body = request.get_data(cache=False)
        if not line_events.signature_is_right(body, request.headers.get("x-line-signature"), channel_secrets):
            return "signature missing or wrong", 400
        try:
            events = _events_in(json.loads(body.decode("utf-8")))
        except (ValueError, RecursionError):
            return "not a webhook body", 400
        try:
            with db.write() as session:
                inbox.store(session, organisation_id, events, wall())
        except RecursionError:  # nested deeper than any event of LINE's
            return "not a webhook body", 400
        stored()
        return "", 200

    @app.get("/healthz")
    def healthz() -> tuple[dict[str, object], int]:
        found = health()
        return found, 200 if found["ok"] else 503

    @app.get("/files/<token>")
    def file(token: str) -> Response | tuple[str, int]:
        try:
            link_id = links.open(token)
        except LinkExpired:
            return _page(wording_papers.LINK_EXPIRED), 410
        except LinkWrong:
            return _page(wording_papers.LINK_WRONG), 404
        with db.read() as session:
            link = session.get(FileLink, link_id)
            if link is None or link.organisation_id != organisation_id:
                return _page(wording_papers.LINK_WRONG), 404
            if "evidence" in link.what:
                return _evidence(session, link)
            plan = load_plan(session, organisation_id, link.what["year"])
            if plan is None:
                return _page(wording_papers.LINK_WRONG), 404
            round = Round.parse(plan.fiscal_year, link.what["round"])
            dossier = gather(session, plan, round, now(), evidence)
        kind = link.what.get("paper", "excel")
        paper = PAPERS[kind]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"paper{paper.suffix}"
            try:
                paper.write(dossier, path)
            except PaperRefused as why:
                return _page(str(why)), 409
            with db.write() as session:
                audit.sign(session, link.person_id)
                note_made(session, organisation_id, round, path, now())
            content = path.open("rb")  # sent bit by bit; its name may go, what is open stays until it was sent
        return _download(content, paper.mimetype, file_name(kind, dossier))

    def _evidence(session: Session, link: FileLink) -> Response | tuple[str, int]:
        """One file of evidence; it opens in the browser, nothing in it is run."""
        row = session.get(EvidenceRow, link.what["evidence"])
        if row is None or row.organisation_id != organisation_id or row.state not in LIVE or not row.sha256:
            return _page(wording_papers.LINK_WRONG), 404
        path = place(evidence, organisation_id, row.sha256)
        if not path.exists():
            return _page(wording_papers.LINK_WRONG), 404
        kind = row.content_type or "application/octet-stream"
        return _download(path.open("rb"), kind, row.name or "evidence", shown=kind in SHOWN)

    @app.errorhandler(SQLAlchemyError)
    def database_trouble(problem: SQLAlchemyError) -> tuple[str, int]:
        """LINE sends an event again when it was not answered with 200."""
        log.error("the database failed", extra={"error": faults.kind(problem)})
        return "the database cannot be used now", 500

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return app


def _events_in(body: object) -> list[object]:
    """The events of a webhook body. A signed body without a list of them is something new of LINE's: it is kept
    whole, as an event of no known type. Raises ValueError when it is no JSON object."""
    if not isinstance(body, dict):
        raise ValueError("not an object")
    events = body.get("events")
    return events if isinstance(events, list) else [body]


def _download(content: bytes | BinaryIO, mimetype: str, name: str, *, shown: bool = False) -> Response:
    """A file as an answer, which closes it; `shown`: the browser may show it instead of saving it."""
    how = "inline" if shown else "attachment"
    plain = f"file{Path(name).suffix}" if name.isprintable() else "file"
    size = len(content) if isinstance(content, bytes) else os.fstat(content.fileno()).st_size
    return Response(
        content if isinstance(content, bytes) else wrap_file(request.environ, content),
        mimetype=mimetype,
        direct_passthrough=not isinstance(content, bytes),
        headers={
            "Content-Length": str(size),
            "Content-Disposition": f"{how}; filename=\"{quote(plain)}\"; filename*=UTF-8''{quote(name)}",
            "Cache-Control": "no-store",
        },
    )


def _page(sentence: str) -> str:
    return render_template("page.html", sentence=sentence)
