"""The webhook's durable answer against the floor: LINE's SDK echo, which stores nothing and replies in the request.

    python -m bench.ack [--rounds 5] [--events 400] [--line-ms 20]

Both run in waitress with 8 threads against the same fake LINE that answers after --line-ms; 8 connections post signed
deliveries as fast as they go. Rounds alternate; the ratio of medians is what counts.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests

from tests.running import ROOT, eventually, free_port

SECRET = "a-secret"
ECHO = """
import sys
from flask import Flask, request
from linebot.v3 import WebhookParser
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, ReplyMessageRequest, TextMessage
from waitress import serve
app, parser = Flask(__name__), WebhookParser("a-secret")
configuration = Configuration(host=sys.argv[2], access_token="t")
@app.post("/callback")
def callback():
    for event in parser.parse(request.get_data(as_text=True), request.headers["x-line-signature"]):
        with ApiClient(configuration) as client:
            message = TextMessage(text=event.message.text)
            MessagingApi(client).reply_message(ReplyMessageRequest(reply_token=event.reply_token, messages=[message]))
    return ""
@app.get("/healthz")
def healthz():
    return "ok"
serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
"""


class FakeLine(BaseHTTPRequestHandler):
    """Accepts every message after a while."""

    protocol_version = "HTTP/1.1"
    wait = 0.0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(self.wait)
        body = b'{"sentMessages":[{"id":"1"}]}'
        self.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        )

    def log_message(self, *_args: Any) -> None:
        return


def delivery() -> tuple[bytes, dict[str, str]]:
    event = {
        "type": "message",
        "mode": "active",
        "timestamp": int(time.time() * 1000),
        "source": {"type": "user", "userId": "U" + uuid.uuid4().hex},
        "webhookEventId": uuid.uuid4().hex,
        "deliveryContext": {"isRedelivery": False},
        "replyToken": uuid.uuid4().hex,
        "message": {"id": "1", "type": "text", "quoteToken": "q", "text": "ประชุมเน้นย้ำมาตรฐานการให้บริการ"},
    }
    body = json.dumps({"destination": "U" + "0" * 32, "events": [event]}).encode()
    signature = base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest()).decode()
    return body, {"x-line-signature": signature, "Content-Type": "application/json"}


def load(url: str, events: int) -> tuple[float, float, float]:
    """Post so many deliveries on eight connections; gives p50 ms, p99 ms, events a second."""
    took: list[float] = []

    def post() -> None:
        with requests.Session() as session:
            for _ in range(events // 8):
                body, headers = delivery()
                start = time.perf_counter()
                assert session.post(url, data=body, headers=headers, timeout=30).status_code == 200
                took.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=post) for _ in range(8)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.99)], len(took) / (time.perf_counter() - start)


def _idle(url: str) -> bool:
    return bool(requests.get(f"{url}/healthz", timeout=5).json()["events_waiting"] == 0)


def _answers(url: str) -> bool:
    return requests.get(f"{url}/healthz", timeout=1).ok


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int, default=400)
    parser.add_argument("--line-ms", type=float, default=20)
    args = parser.parse_args()
    FakeLine.wait = args.line_ms / 1000
    line = ThreadingHTTPServer(("127.0.0.1", 0), FakeLine)
    threading.Thread(target=line.serve_forever, daemon=True).start()
    line_url = f"http://127.0.0.1:{line.server_port}"
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "LINE_CHANNEL_SECRET": SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": "t",
            "LINE_API_URL": line_url,
            "DATA_DIR": folder,
        }
        ports = free_port(), free_port()
        commands = [
            [sys.executable, "-c", ECHO, str(ports[0]), line_url],
            [sys.executable, "-m", "bot", "serve", "--web-only", "--port", str(ports[1])],
        ]
        log = (Path(folder) / "log").open("wb")
        running = [subprocess.Popen(c, env=environment, cwd=folder, stdout=log, stderr=log) for c in commands]
        urls = [f"http://127.0.0.1:{port}" for port in ports]
        try:
            for url in urls:
                eventually(partial(_answers, url))
                load(f"{url}/callback", 80)
            rounds = []
            for _ in range(args.rounds):
                rounds.append([load(f"{url}/callback", args.events) for url in urls])
                eventually(partial(_idle, urls[1]), 120)  # what was stored is applied before the next round
        finally:
            for process in running:
                process.terminate()
                process.wait()
    for n, what in enumerate(("p50 ms", "p99 ms", "events/s")):
        echo, ours = (statistics.median(r[i][n] for r in rounds) for i in (0, 1))
        ratios = sorted(r[1][n] / r[0][n] for r in rounds)
        print(
            f"{what}: echo {echo:.1f}, ours {ours:.1f}, ratio {statistics.median(ratios):.2f} "
            f"({ratios[0]:.2f}-{ratios[-1]:.2f})"
        )


if __name__ == "__main__":
    main()
