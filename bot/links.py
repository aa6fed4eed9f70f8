"""Signed, expiring addresses of files. The address holds a random id and nothing about anybody."""

from __future__ import annotations

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

MINUTES = 15
_SALT = "files"


class LinkExpired(ValueError):
    """The address was good, but is too old."""


class LinkWrong(ValueError):
    """The address was not made by us."""


class Links:
    """Makes and opens addresses; ages follow real time."""

    def __init__(self, public_url: str, secret_key: str, minutes: int = MINUTES) -> None:
        self._public_url = public_url
        self._seconds = minutes * 60
        self._signer = URLSafeTimedSerializer(secret_key, salt=_SALT)

    def make(self, link_id: str) -> str:
        """The address of a FileLink. openExternalBrowser makes LINE open the phone's own browser, because
        LINE's in-app browser does not save files reliably (LINE-PLATFORM.md, "Message limits")."""
        return f"{self._public_url}/files/{self._signer.dumps(link_id)}?openExternalBrowser=1"

    def open(self, token: str) -> str:
        """The id of the FileLink. Raises LinkExpired when it is too old, LinkWrong for anything not ours."""
        try:
            return str(self._signer.loads(token, max_age=self._seconds))
        except SignatureExpired:
            raise LinkExpired(token[:8]) from None
        except BadSignature:
            raise LinkWrong(token[:8]) from None
