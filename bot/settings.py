"""Settings from the environment, `.env` or a file named by NAME_FILE. The only reader of os.environ."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

LINE_API = "https://api.line.me"


class SettingsError(ValueError):
    """A setting is missing or wrong; the sentence names it."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations. Secrets stay out of the printed form."""

    data_dir: Path
    database_url: str
    public_url: str
    port: int
    line_api_url: str
    channel_secrets: tuple[str, ...] = field(repr=False)
    channel_token: str = field(repr=False)
    secret_key: str = field(repr=False)
    heartbeat_url: str = field(repr=False)

    @property
    def evidence_dir(self) -> Path:
        return self.data_dir / "evidence"

    @property
    def line_is_here(self) -> bool:
        """Whether LINE_API_URL is this machine, so that rehearsals at another instant are allowed."""
        return urlsplit(self.line_api_url).hostname in ("127.0.0.1", "localhost", "::1")

    def need_line(self) -> None:
        """Raise SettingsError when LINE cannot be spoken to."""
        for name, value in (
            ("LINE_CHANNEL_SECRET", self.channel_secrets),
            ("LINE_CHANNEL_ACCESS_TOKEN", self.channel_token),
        ):
            if not value:
                raise SettingsError(f"{name} is not set; copy .env.example to .env and fill it in")


def load(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """The settings: the environment first, then `.env` in the folder. Raises SettingsError naming the setting."""
    given = {k: v for k, v in dotenv_values((folder or Path.cwd()) / ".env").items() if v is not None}
    given |= dict(os.environ if environ is None else environ)
    data_dir = Path(given.get("DATA_DIR") or "./data").resolve()
    port = _port(given.get("PORT") or "8000")
    url = given.get("DATABASE_URL") or f"sqlite:///{data_dir / 'bot.db'}"
    if not url.startswith(("sqlite:", "postgresql")):
        raise SettingsError("DATABASE_URL must begin with sqlite: or postgresql:")
    data_dir.mkdir(parents=True, exist_ok=True)
    return Settings(
        data_dir=data_dir,
        database_url=url.replace("postgresql://", "postgresql+psycopg://", 1),
        public_url=(given.get("PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        port=port,
        line_api_url=(given.get("LINE_API_URL") or LINE_API).rstrip("/"),
        # During a change of the secret both are accepted: the new one and the old one, comma between.
        channel_secrets=tuple(s.strip() for s in _secret(given, "LINE_CHANNEL_SECRET").split(",") if s.strip()),
        channel_token=_secret(given, "LINE_CHANNEL_ACCESS_TOKEN"),
        secret_key=_secret(given, "SECRET_KEY") or _own_key(data_dir),
        heartbeat_url=_web_address(_secret(given, "HEARTBEAT_URL"), "HEARTBEAT_URL"),
    )


def _web_address(text: str, name: str) -> str:
    """An http or https address, or none. What was given is not repeated: it may hold a secret."""
    if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname):
        raise SettingsError(f"{name} must be an address that begins with https:// (or http://)")
    return text


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """This process's environment and more, for a program that is started."""
    return {**os.environ, **more}


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SettingsError(f"PORT must be a number from 1 to 65535, not '{text}'")
    return int(text)


def _secret(given: Mapping[str, str], name: str) -> str:
    """A secret from NAME or from the file that NAME_FILE names."""
    if path := given.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise SettingsError(f"{name}_FILE: cannot read {path} ({problem.strerror})") from None
    return (given.get(name) or "").strip()


def _own_key(data_dir: Path) -> str:
    """The key that signs links, made once and kept beside the data when SECRET_KEY is not set."""
    path = data_dir / "secret_key"
    if not path.exists():
        partial = path.with_name(f".secret_key-{os.getpid()}")
        partial.write_text(secrets.token_urlsafe(32), encoding="utf-8")
        partial.chmod(0o600)
        with contextlib.suppress(FileExistsError):
            os.link(partial, path)  # whoever links first wins; a half-written key is never seen
        partial.unlink()
    return path.read_text(encoding="utf-8").strip()
