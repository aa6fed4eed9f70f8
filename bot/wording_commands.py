"""The commands about what the agency's papers say (exports/paper_wording.py)."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path

from bot.inputs import Refused, opened
from bot.service import Clock
from bot.serving import say
from bot.settings import Settings
from exports.paper_wording import DEFAULTS, FIELDS, WordingRefused, change, text_of
from models import organisations


def wording_list(settings: Settings, args: Namespace) -> None:
    """Print every text with its name, those of the agency's own marked, and the fields that a text may name."""
    with closing(opened(settings)) as db, db.read() as session:
        own = organisations.choose(session, args.organisation).wording
    for name in DEFAULTS:
        mark = " (own)" if name in own else ""
        say(f"{name}{mark}: {text_of(own, name)}".replace("\n", "\n    "))
    say("fields:")
    for field, meaning in FIELDS.items():
        say(f"{{{field}}} {meaning}")


def wording_set(settings: Settings, args: Namespace) -> None:
    """Say a text differently from now on."""
    if (args.text is None) == (args.file is None):
        raise Refused("give the TEXT, or --file FILE that holds it")
    _change(settings, args, args.text if args.file is None else _read(args.file))


def wording_reset(settings: Settings, args: Namespace) -> None:
    """Say a text as usual again."""
    _change(settings, args, None)


def _change(settings: Settings, args: Namespace, text: str | None) -> None:
    with closing(opened(settings)) as db, db.write() as session:
        organisation = organisations.choose(session, args.organisation)
        organisations.take_turn(session, organisation.id)
        session.refresh(organisation)
        try:
            changed = change(session, organisation, args.name, text, Clock.wall())
        except WordingRefused as problem:
            raise Refused(str(problem)) from None
        shown = text_of(organisation.wording, args.name)
    say(f"{args.name}{'' if changed else ' (nothing changed)'}: {shown}")


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"'{name}' is not a text file in UTF-8") from None
