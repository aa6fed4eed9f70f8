"""How LINE counts: UTF-16 units, grapheme clusters, and bytes of Flex JSON (LINE-PLATFORM.md, "Message limits")."""

import json
from typing import Any

import regex

BUBBLE_BYTES = 30 * 1024
CAROUSEL_BYTES = 50 * 1024


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as LINE counts message text and altText."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """The number of letters a reader sees, as LINE counts labels, displayText, template text and menu names."""
    return len(regex.findall(r"\X", text))


def flex_bytes(container: Any) -> int:
    """The size of a Flex container in the form the SDK writes: spaces after separators, Thai as six-byte escapes.

    Whether LINE counts raw or escaped bytes is not known, so the larger form decides.
    """
    return len(json.dumps(container, ensure_ascii=True))
