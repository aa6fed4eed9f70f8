"""What went wrong, without what was said: the kind of an exception and the places it went through.

The text of an exception may hold what a person typed, so it is neither logged nor stored (RUNTIME-FACTS.md, "Security
and operation").
"""

from __future__ import annotations

import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES = 6  # the innermost so many
LIBRARY = "…/"  # before a file that is not ours


def kind(problem: BaseException) -> str:
    """ValueError, or `RuntimeError from ValueError` when one led to the other."""
    names, cause = [type(problem).__name__], problem.__cause__
    while cause is not None and len(names) < PLACES:
        names.append(type(cause).__name__)
        cause = cause.__cause__
    return " from ".join(names)


def places(problem: BaseException) -> list[str]:
    """Where in this program it went through, the innermost last, and the library in which it ended, if it did:
    handlers/talk.py:78 _text."""
    every = [
        f"{_named(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(problem.__traceback__)
    ]
    ours = [place for place in every if not place.startswith(LIBRARY)]
    return ours[-PLACES:] + [place for place in every[-1:] if place.startswith(LIBRARY)]


def told(problem: BaseException) -> str:
    """Both in one line, for a row's error column: the innermost place in this program."""
    every = places(problem)
    ours = [place for place in every if not place.startswith(LIBRARY)] or every
    return f"{kind(problem)} at {ours[-1]}" if ours else kind(problem)


def _named(filename: str) -> str:
    """A file of this program by its path in it, another by its name."""
    path = Path(filename)
    inside = path.is_relative_to(ROOT) and "site-packages" not in path.parts
    return str(path.relative_to(ROOT)) if inside else f"{LIBRARY}{path.name}"
