"""Where words came from: which messages of a person each kept value is made of, so that all of it can be taken out
again when one of them is unsent (LINE-PLATFORM.md, "Webhook in": unsend).

A value has a list of message ids, because words are joined: เพิ่มเติม, more words to a vague answer, a colleague's
answer added to. Rows of an older version hold one id as a string, and a whole text as a string: both are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.form import PROGRESS

State = dict[str, Any]
FROM, SOURCES = "_from", "sources"  # {field: message ids}: of a draft, of a submitted answer
Ids = str | Sequence[str]


def ids(noted: Any) -> list[str]:
    """The message ids of a note: a list, or one string; [] when nothing is noted."""
    return [noted] if isinstance(noted, str) and noted else [str(one) for one in noted or ()]


def texts(kept: Any) -> list[dict[str, Any]]:
    """Texts that are kept whole: {"text", "message": ids} each; [] when there is none."""
    return [{"text": kept, "message": []}] if isinstance(kept, str) and kept else list(kept or ())


def whole(kept: Any) -> str:
    """Texts that are kept whole, under each other."""
    return "\n".join(one["text"] for one in texts(kept))


def united(*noted: Any) -> list[str]:
    """Several notes as one, each id once."""
    return list(dict.fromkeys(one for note in noted for one in ids(note)))


def without(kept: Any, message: str, text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Texts that are kept whole without an unsent message, and what was taken out. Where no message is noted, what
    stands in its very `text` is taken for a piece of it."""
    left: list[dict[str, Any]] = []
    gone: list[str] = []
    for one in texts(kept):
        noted = ids(one.get("message"))
        if message in noted or (not noted and text and one["text"].strip() in text):
            gone.append(one["text"])
        elif not noted and text and text in one["text"]:
            gone.append(text)
            left.append({**one, "text": one["text"].replace(text, "").strip()})
        else:
            left.append(one)
    return left, gone


@dataclass(frozen=True)
class _Piece:
    """A value that was there before a turn; `name` "" may go into any field.

    `surely`: what becomes of the field comes from it, whatever its form is then.
    """

    name: str
    value: Any
    ids: list[str]
    surely: bool = False


def note(before: Mapping[str, Any], after: State, new: Ids, previous: Mapping[str, Any] | None) -> State:
    """The state after one turn, with the messages of every value that changed.

    `new`: the messages that were said now, () for a tap. What waited in a doubt, or was kept before and is a piece of
    the new value, brings its own; so does an answer of an earlier month (`previous`) that is repeated.
    """
    said = ids(new)
    pieces = _pieces(before, after, previous or {})
    known = dict(before.get(FROM, {}))
    for asked in PROGRESS:
        name = asked.name
        if name not in after:
            known.pop(name, None)
        elif name not in before or after[name] != before[name]:
            known[name] = _origin(name, after[name], pieces, said)
    known = {name: found for name, found in known.items() if found}
    marked: State = {FROM: known} if known or FROM in after else {}
    if (doubt := after.get("_doubt")) and "from" not in doubt:
        marked["_doubt"] = {**doubt, "from": _origin(doubt["name"], doubt["value"], pieces, said)}
    if after.get("_next"):
        marked["_next"] = [
            one if "from" in one else {**one, "from": _origin(one["name"], one["value"], pieces, said)}
            for one in after["_next"]
        ]
    if (loose := after.get("_loose")) and loose != before.get("_loose"):
        noted = (loose.get("from"), before.get("_loose", {}).get("from"))
        marked["_loose"] = {**loose, "from": united(*noted, said)}
    if after.get("_said"):
        marked["_said"] = [one if "message" in one else {**one, "message": said} for one in texts(after["_said"])]
    return {**after, **marked}


def _pieces(before: Mapping[str, Any], after: State, previous: Mapping[str, Any]) -> list[_Piece]:
    found = [_Piece(name, before[name], ids(noted)) for name, noted in before.get(FROM, {}).items() if name in before]
    theirs = before.get("_theirs") or {}
    for copied in (theirs, previous):
        noted = copied.get(SOURCES, {})
        found += [_Piece(q.name, copied[q.name], ids(noted.get(q.name))) for q in PROGRESS if q.name in copied]
    if "_aside" in after and "_aside" not in before:  # nothing that waited is a piece of what is new
        return [piece for piece in found if piece.ids]
    aside = before.get("_aside", {}) if "_aside" not in after else {}
    if (doubt := before.get("_doubt")) and doubt != after.get("_doubt"):
        of = ids(doubt.get("from"))
        values = [doubt["value"], *(choice[0] for choice in doubt.get("choices", ()))]
        found += [_Piece(doubt["name"], value, of) for value in values]
        found += [_Piece(name, value, of, surely=True) for name, value in doubt.get("also", {}).items()]
    waiting = after.get("_next", [])
    found += [
        _Piece(one["name"], one["value"], ids(one.get("from")), surely=True)
        for one in (*before.get("_next", ()), *aside.get("_next", ()))
        if one not in waiting
    ]
    for loose in (before.get("_loose"), aside.get("_loose")):
        if loose and loose != after.get("_loose"):
            found.append(_Piece("", loose["text"], ids(loose.get("from")), surely=True))
    return [piece for piece in found if piece.ids]


def _origin(name: str, value: Any, pieces: Sequence[_Piece], new: Sequence[str]) -> list[str]:
    """The messages of a value: those of its pieces, and the new ones when the pieces are not all of it."""
    found: list[str] = []
    left = value
    for piece in pieces:
        if piece.name in (name, "") and (piece.surely or _is_in(piece.value, value)):
            found += piece.ids
            left = _less(left, piece)
    return united(found, new if left not in ("", [], None) or not (found or value) else ())


def _is_in(piece: Any, value: Any) -> bool:
    """Whether a value is a piece of another one, as models/draft.py (`joined`) and the words added to a vague answer
    put them together."""
    if isinstance(piece, list) and isinstance(value, list):
        return bool(set(piece) & set(value))
    if isinstance(piece, str) and isinstance(value, str):
        return bool(piece) and (f"\n{piece}\n" in f"\n{value}\n" or value.startswith(f"{piece} "))
    return bool(piece == value)


def _less(left: Any, piece: _Piece) -> Any:
    if isinstance(left, list):
        taken = piece.value if isinstance(piece.value, list) else left
        return [one for one in left if one not in taken]
    if isinstance(left, str) and isinstance(piece.value, str) and piece.value:
        return left.replace(piece.value, "").strip()
    return None
