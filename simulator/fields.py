"""The small language in which the tables of LINE's rules are written: each field kind checks one value."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from simulator.counting import graphemes, units

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One thing LINE would refuse: where it stands in the body, and LINE's words for it."""

    path: Path
    message: str


class Field(Protocol):
    """What a table cell can be: something that looks at one value and yields what is wrong with it."""

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """Yield a Problem for everything LINE would refuse in this value."""
        ...


Rule = Callable[[Mapping[str, Any], Path], Iterator[Problem]]


@dataclass(frozen=True)
class Text:
    """A string of limited length; `count` says how LINE measures it."""

    longest: int
    shortest: int = 1
    count: Callable[[str], int] = units
    pattern: str | None = None

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """Wrong type, empty, too long, or not of the form the pattern asks for."""
        if not isinstance(value, str):
            yield Problem(path, "Must be a string")
        elif self.shortest and not value:
            yield Problem(path, "May not be empty")
        elif not self.shortest <= self.count(value) <= self.longest:
            yield Problem(
                path, f"Length must be between {self.shortest if self.shortest > 1 else 0} and {self.longest}"
            )
        elif self.pattern and not re.fullmatch(self.pattern, value):
            yield Problem(path, "invalid property")


def letters(longest: int, shortest: int = 1) -> Text:
    """A text that LINE counts in grapheme clusters."""
    return Text(longest, shortest, graphemes)


@dataclass(frozen=True)
class Choice:
    """One of a fixed set of words."""

    values: tuple[str, ...]

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """Anything that is not one of the words."""
        if value not in self.values:
            yield Problem(path, f"Must be one of the following values: [{', '.join(self.values)}]")


def choice(*values: str) -> Choice:
    """A Choice written as a table cell."""
    return Choice(values)


@dataclass(frozen=True)
class Number:
    """A JSON number within bounds; `whole` asks for an integer."""

    least: float | None = None
    most: float | None = None
    whole: bool = True

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """Wrong type (a boolean is not a number) or out of bounds."""
        right_type = isinstance(value, int) or (not self.whole and isinstance(value, float))
        if isinstance(value, bool) or not right_type:
            yield Problem(path, "Must be an integer" if self.whole else "Must be a number")
        elif self.least is not None and value < self.least:
            yield Problem(path, f"Must be greater than or equal to {self.least}")
        elif self.most is not None and value > self.most:
            yield Problem(path, f"Must be less than or equal to {self.most}")


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """Anything that is not a boolean."""
        if not isinstance(value, bool):
            yield Problem(path, "Must be a boolean")


@dataclass(frozen=True)
class Pattern:
    """A short string of a fixed form, such as a colour or a length."""

    form: str
    message: str = "invalid property"

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """Anything that does not match the form."""
        if not isinstance(value, str) or not re.fullmatch(self.form, value):
            yield Problem(path, self.message)


COLOUR = Pattern(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?", "invalid color")


def length(*words: str, units: str = "px|%", negative: bool = False) -> Pattern:
    """A Flex length: one of the words, or a figure with px or %."""
    sign = "-?" if negative else ""
    return Pattern("|".join([*map(re.escape, words), rf"{sign}\d+(\.\d+)?({units})"]), "invalid property")


_URI = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")


@dataclass(frozen=True)
class Link:
    """A URI: allowed schemes, at most `longest` units, everything outside ASCII percent-encoded."""

    schemes: tuple[str, ...]
    longest: int = 1000

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """Wrong scheme, no host, too long, or characters that must be percent-encoded."""
        if not isinstance(value, str):
            yield Problem(path, "Must be a string")
            return
        if not value:
            yield Problem(path, "May not be empty")
            return
        if units(value) > self.longest:
            yield Problem(path, f"Length must be between 0 and {self.longest}")
            return
        if value.split(":", 1)[0].lower() not in self.schemes or ":" not in value:
            yield Problem(path, "invalid uri scheme")
            return
        if not _URI.fullmatch(value) or not _has_target(value):
            yield Problem(path, "invalid uri")


def _has_target(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
        return bool(parts.hostname if parts.scheme in ("http", "https") else parts.netloc or parts.path)
    except ValueError:
        return False


WEB_LINK = Link(("http", "https", "line", "tel"))
HTTPS_FILE = Link(("https",), 2000)


@dataclass(frozen=True)
class ListOf:
    """A list of like things, with the size LINE allows."""

    item: Field
    least: int = 0
    most: int | None = None

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """Wrong type, wrong size, and whatever is wrong with the items."""
        if not isinstance(value, list):
            yield Problem(path, "Must be an array")
            return
        if len(value) < self.least or (self.most is not None and len(value) > self.most):
            bounds = f"between {self.least} and {self.most}" if self.most is not None else f"at least {self.least}"
            yield Problem(path, f"Size must be {bounds}")
        for index, item in enumerate(value):
            yield from self.item.check(item, (*path, index))


@dataclass(frozen=True)
class Shape:
    """An object with named fields. `strict` refuses unknown names, as LINE does inside Flex.

    `name` is the schema's name in LINE's OpenAPI file, so that a test can hold the two side by side.
    """

    name: str
    fields: Mapping[str, Field]
    required: Sequence[str] = ()
    strict: bool = False
    rules: Sequence[Rule] = field(default=())

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """Missing, unknown and wrong fields, then the rules that look at several fields at once."""
        if not isinstance(value, dict):
            yield Problem(path, "Must be an object")
            return
        # LINE's JSON reader takes null for "not given".
        given = {key: item for key, item in value.items() if item is not None}
        for name in self.required:
            if name not in given:
                yield Problem((*path, name), "May not be empty")
        for key, item in given.items():
            if key in self.fields:
                yield from self.fields[key].check(item, (*path, key))
            elif self.strict:
                yield Problem((*path, key), "unknown field")
        for rule in self.rules:
            yield from rule(given, path)


@dataclass(frozen=True)
class ByType:
    """An object whose `type` says which shape it has: LINE's discriminator."""

    name: str
    shapes: Mapping[str, Shape]

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """An unknown or missing type, or whatever the shape of that type finds."""
        if not isinstance(value, dict):
            yield Problem(path, "Must be an object")
            return
        kind = value.get("type")
        if kind is None:
            yield Problem((*path, "type"), "May not be empty")
        elif not isinstance(kind, str) or kind not in self.shapes:
            yield Problem((*path, "type"), f"Must be one of the following values: [{', '.join(self.shapes)}]")
        else:
            yield from self.shapes[kind].check(value, path)


@dataclass(frozen=True)
class Later:
    """A field that is looked up when it is needed: Flex boxes contain Flex boxes."""

    find: Callable[[], Field]

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """Whatever the field found later has to say."""
        yield from self.find().check(value, path)


def items(value: Any) -> list[Any]:
    """A list's items; none of anything else, which its own field refuses."""
    return value if isinstance(value, list) else []
