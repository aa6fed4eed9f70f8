"""Makes the identifiers LINE makes: user ids, message ids, event ids, tokens."""

import re
import secrets
import threading
import time

USER_ID = re.compile(r"U[0-9a-f]{32}")
CHAT_ID = re.compile(r"[UCR][0-9a-f]{32}")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_lock = threading.Lock()
_last_message = 520_000_000_000_000_000 + int(time.time() * 1000)


def user_id() -> str:
    """U and 32 hex digits."""
    return "U" + secrets.token_hex(16)


def group_id() -> str:
    """C and 32 hex digits."""
    return "C" + secrets.token_hex(16)


def message_id() -> str:
    """A new numeric string, larger than every one before."""
    global _last_message
    with _lock:
        _last_message += 1 + secrets.randbelow(1000)
        return str(_last_message)


def event_id() -> str:
    """A ULID: 26 characters, in the order of time."""
    number = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(number >> (5 * place)) & 31] for place in range(25, -1, -1))


def reply_token() -> str:
    """32 hex digits, as in LINE's examples."""
    return secrets.token_hex(16)


def token() -> str:
    """An opaque quote token or mark-as-read token."""
    return secrets.token_urlsafe(48)
