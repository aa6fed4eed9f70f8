"""LINE's endpoints for messages, quota, profiles, content, groups and the webhook address."""

import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, request

from simulator import ids, sending
from simulator.bodies import Refused, check
from simulator.edge import answer, attach, body_of_request
from simulator.faults import Faults
from simulator.fields import HTTPS_FILE, Number, Shape, Text
from simulator.rules import REQUESTS
from simulator.sender import Sender, sign
from simulator.world import Content, Group, Person, World

LOADING = Shape(
    "ShowLoadingAnimationRequest",
    {"chatId": Text(33, pattern=r"U[0-9a-f]{32}"), "loadingSeconds": Number(5, 60)},
    ("chatId",),
)
ENDPOINT = Shape("SetWebhookEndpointRequest", {"endpoint": HTTPS_FILE}, ("endpoint",))


def blueprint(world: World, sender: Sender, faults: Faults) -> Blueprint:
    """The blueprint under /v2/bot for everything but rich menus."""
    bp = Blueprint("line", __name__, url_prefix="/v2/bot")
    attach(bp, world, faults)
    _messages(bp, world)
    _account(bp, world, sender)
    _people(bp, world)
    _content(bp, world)

    def missing(**_: str) -> Response:
        raise Refused(404, "Not found")

    bp.add_url_rule("/<path:path>", "missing", missing, methods=["GET", "POST", "PUT", "DELETE", "PATCH"])
    return bp


def _messages(bp: Blueprint, world: World) -> None:
    acts = {"reply": sending.reply, "push": sending.push, "multicast": sending.multicast}

    def send(kind: str) -> Response:
        from_header = request.headers.get("X-Line-Retry-Key")
        return answer(acts[kind](world, body_of_request(), str(g.request_id), from_header))

    def validate(**_: str) -> Response:
        check(REQUESTS["validate"], body_of_request())
        return answer({})

    for kind in acts:
        bp.add_url_rule(f"/message/{kind}", f"send_{kind}", send, methods=["POST"], defaults={"kind": kind})
        bp.add_url_rule(
            f"/message/validate/{kind}", f"validate_{kind}", validate, methods=["POST"], defaults={"kind": kind}
        )


def _account(bp: Blueprint, world: World, sender: Sender) -> None:
    settings = world.settings
    endpoint = {"endpoint": settings.bot_url, "active": True}

    @bp.get("/message/quota")
    def quota() -> Response:
        if world.quota_limit is None:
            return answer({"type": "none"})
        return answer({"type": "limited", "value": world.quota_limit})

    @bp.get("/message/quota/consumption")
    def consumption() -> Response:
        return answer({"totalUsage": world.quota_used})

    @bp.get("/info")
    def info() -> Response:
        return answer(
            {
                "userId": settings.bot_user_id,
                "basicId": settings.basic_id,
                "displayName": settings.bot_name,
                "chatMode": "bot",
                "markAsReadMode": "auto",
            }
        )

    @bp.get("/channel/webhook/endpoint")
    def webhook_endpoint() -> Response:
        return answer(endpoint)

    @bp.put("/channel/webhook/endpoint")
    def set_webhook_endpoint() -> Response:
        body = body_of_request()
        check(ENDPOINT, body)
        if len(body["endpoint"]) > 500 or urlsplit(body["endpoint"]).scheme != "https":
            raise Refused(400, "Invalid webhook endpoint URL")
        # Remembered and shown; events still go to the bot this stand-in was started for: nothing leaves the machine.
        endpoint["endpoint"] = body["endpoint"]
        return answer({})

    @bp.post("/channel/webhook/test")
    def test_webhook() -> Response:
        raw = sender.body([])
        status, text = sender.post(raw, sign(settings.channel_secret, raw))
        ok = status == 200
        return answer(
            {
                "success": ok,
                "timestamp": datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="milliseconds"),
                "statusCode": status,
                "reason": "OK" if ok else "COULD_NOT_CONNECT" if status == 0 else "ERROR_STATUS_CODE",
                "detail": str(status) if status else text,
            }
        )

    @bp.post("/chat/loading/start")
    def loading() -> Response:
        body = body_of_request()
        check(LOADING, body)
        seconds = body.get("loadingSeconds") or 20
        if seconds % 5:
            details = [{"message": "Must be a multiple of 5", "property": "loadingSeconds"}]
            raise Refused(400, "The request body has 1 error(s)", details)
        with world.lock:
            if world.reachable(body["chatId"]):
                world.loading[body["chatId"]] = world.elapsed() + seconds
                world.touch()
        return answer({}, 202)


def _profile(person: Person) -> dict[str, Any]:
    profile = {"userId": person.user_id, "displayName": person.name, "language": "th"}
    return profile | ({"pictureUrl": person.picture} if person.picture else {})


def _people(bp: Blueprint, world: World) -> None:
    def joined(group_id: str) -> Group:
        group = world.groups.get(group_id)
        if group is None or not group.joined:
            raise Refused(404, "Not found")
        return group

    @bp.get("/profile/<user_id>")
    def profile(user_id: str) -> Response:
        if not ids.USER_ID.fullmatch(user_id):
            raise Refused(400, "The value for the 'userId' parameter is invalid")
        with world.lock:
            if not world.reachable(user_id):
                raise Refused(404, "Not found")
            return answer(_profile(world.people[user_id]))

    @bp.get("/group/<group_id>/summary")
    def group_summary(group_id: str) -> Response:
        with world.lock:
            group = joined(group_id)
            return answer({"groupId": group.group_id, "groupName": group.name})

    @bp.get("/group/<group_id>/members/count")
    def group_count(group_id: str) -> Response:
        with world.lock:
            return answer({"count": len(joined(group_id).members)})

    @bp.get("/group/<group_id>/member/<user_id>")
    def group_member(group_id: str, user_id: str) -> Response:
        with world.lock:
            if user_id not in joined(group_id).members:
                raise Refused(404, "Not found")
            return answer(_profile(world.people[user_id]))

    @bp.post("/group/<group_id>/leave")
    def leave_group(group_id: str) -> Response:
        with world.lock:
            group = joined(group_id)
            group.joined = False
            world.touch()
            return answer({})

    # A verified account is needed for these two; this one is not (LINE-PLATFORM.md, "Message limits").
    def not_verified(**_: str) -> Response:
        raise Refused(403, "Access to this API is not available for your account")

    bp.add_url_rule("/followers/ids", "followers", not_verified)
    bp.add_url_rule("/group/<group_id>/members/ids", "group_members", not_verified)


def _content(bp: Blueprint, world: World) -> None:
    def found(message_id: str) -> Content:
        with world.lock:
            content = world.contents.get(message_id)
            if content is None:
                raise Refused(404, "Not found")
            if content.gone:
                raise Refused(410, "The content is gone")
            return content

    @bp.get("/message/<message_id>/content")
    def content(message_id: str) -> Response:
        known = found(message_id)
        return Response(known.data, content_type=known.media_type)

    @bp.get("/message/<message_id>/content/preview")
    def preview(message_id: str) -> Response:
        known = found(message_id)
        if not known.media_type.startswith(("image/", "video/")):
            raise Refused(404, "Not found")
        return Response(known.data, content_type=known.media_type)

    @bp.get("/message/<message_id>/content/transcoding")
    def transcoding(message_id: str) -> Response:
        found(message_id)
        return answer({"status": "succeeded"})
