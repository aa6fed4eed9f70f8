"""Starts the stand-in: python -m simulator --port 8001 --bot http://127.0.0.1:8000/callback"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

from simulator.app import StandIn
from simulator.clock import read_instant
from simulator.settings import Settings, SettingsError, secrets_from


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments and run; 2 with one sentence on standard error if something is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="A stand-in for the LINE platform with a chat page; nothing leaves this machine.",
    )
    parser.add_argument("--port", type=int, default=8001, help="port of the API and the chat page (8001)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--bot", required=True, metavar="URL", help="the bot's webhook address")
    parser.add_argument("--clock", metavar="ISO", help="the simulated instant to start at")
    parser.add_argument("--clock-url", metavar="URL", help="address the page's clock bar talks to; may be relative")
    parser.add_argument("--quota", type=int, metavar="N", default=300, help="messages a month (300); 0 is no limit")
    parser.add_argument("--name", default=Settings.bot_name, help="display name of the account")
    given = parser.parse_args(arguments)
    try:
        secret, token = secrets_from(os.environ)
        if urlsplit(given.bot).scheme not in ("http", "https"):
            raise SettingsError(f"--bot must be an http address, not {given.bot}")
        try:
            start = read_instant(given.clock) if given.clock else None
        except ValueError as error:
            raise SettingsError(f"--clock must be an ISO instant, not {given.clock}") from error
        stand_in = StandIn(
            Settings(
                channel_secret=secret,
                access_token=token,
                bot_url=given.bot,
                clock_start=start,
                clock_url=given.clock_url,
                quota=given.quota or None,
                bot_name=given.name,
            )
        )
        port = stand_in.listen(given.host, given.port)
    except (SettingsError, OSError) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 2
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "WARNING"))
    # Hanging calls fill the queue on purpose.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    print(f"LINE stand-in ready: http://{given.host}:{port}/simulator/", flush=True)
    try:
        stand_in.serve()
    except KeyboardInterrupt:
        pass
    finally:
        stand_in.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
