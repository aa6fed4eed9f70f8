"""Going on after something else was answered in between: what is still asked is asked again."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import bundles, drafts, which
from handlers.incoming import Visit
from models.conversation import ask
from models.say import A_REPLY, Message, places
from models.tables import Person


def asked_again(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The open question once more, of one report or of several together; () when none is open."""
    if bundle := bundles.open_bundle(visit, person):
        return which.ask(visit, bundle) if bundle.kind == "which" else bundles.ask(visit, bundle, again=True)
    draft = drafts.open_draft(visit, person)
    owed = drafts.owed_of(visit, draft) if draft else None
    return ask(draft.answers, drafts.context_of(visit, person, owed), again=True) if draft and owed else ()


def then_asked_again(visit: Visit, person: Person, done: Sequence[Message]) -> tuple[Message, ...]:
    """The answer to something else, and then the open question: as much of the answer as a reply holds beside it."""
    again, kept = asked_again(visit, person), list(done)
    while kept and places(kept) + len(again) > A_REPLY:
        kept.pop()
    return (*kept, *again)
