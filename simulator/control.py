"""The control API under /simulator/: what people do, what arrived, faults, clock. For tests, demo and page."""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from simulator import ids
from simulator.bodies import Json
from simulator.clock import read_instant
from simulator.doings import CannotDo, Doings
from simulator.faults import Faults, UnknownFault
from simulator.pictures import PHOTOS, kind_of
from simulator.richmenus import Menus
from simulator.sender import Sender, sign
from simulator.world import Content, World

UPLOAD_BYTES = 100 * 1024 * 1024


class BadRequest(Exception):
    """The control call is wrong; the text says how."""


def blueprint(world: World, sender: Sender, doings: Doings, faults: Faults, menus: Menus) -> Blueprint:
    """The blueprint under /simulator/ with the chat page."""
    bp = Blueprint(
        "simulator", __name__, url_prefix="/simulator", static_folder="static", template_folder="templates"
    )
    _guard(bp)
    _page(bp, world)
    _people(bp, world, doings, menus)
    _reading(bp, world, sender, menus)
    _switches(bp, world, sender, faults)
    return bp


def _guard(bp: Blueprint) -> None:
    @bp.before_request
    def no_other_site() -> Response | None:
        # Another web page open in the same browser must not be able to act for the people here.
        if request.method != "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            return _wrong("calls from other sites are refused", 403)
        return None

    @bp.errorhandler(BadRequest)
    @bp.errorhandler(UnknownFault)
    def bad_request(error: Exception) -> Response:
        return _wrong(str(error), 400)

    @bp.errorhandler(CannotDo)
    def cannot_do(error: CannotDo) -> Response:
        return _wrong(str(error), 409)


def _wrong(message: str, status: int) -> Response:
    response = jsonify({"error": message})
    response.status_code = status
    return response


def _body() -> Json:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BadRequest("the body must be a JSON object (content type application/json)")
    return body


def _number(name: str, default: int = 0) -> int:
    try:
        return int(request.args.get(name, default))
    except ValueError as error:
        raise BadRequest(f"{name} must be a number") from error


def _page(bp: Blueprint, world: World) -> None:
    @bp.get("/")
    def page() -> Response:
        settings = world.settings
        response = Response(
            render_template("phones.html", clock_url=settings.clock_url or "", bot_name=settings.bot_name)
        )
        clock = settings.clock_url or ""
        elsewhere = "/".join(clock.split("/")[:3]) if clock.startswith(("http://", "https://")) else ""
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data: blob:; "
            f"media-src 'self' https:; connect-src 'self' {elsewhere}; base-uri 'none'; form-action 'none'"
        )
        return response


def _people(bp: Blueprint, world: World, doings: Doings, menus: Menus) -> None:
    @bp.post("/people")
    def add_person() -> Response:
        body = _body()
        user_id = str(body.get("user_id") or ids.user_id())
        if not ids.USER_ID.fullmatch(user_id):
            raise BadRequest("user_id must be U and 32 hex digits")
        if not isinstance(body.get("name"), str) or not body["name"].strip():
            raise BadRequest("name is missing")
        world.person(user_id, body["name"], str(body.get("label") or ""), body.get("picture"))
        if body.get("follow", True):
            doings.follow(user_id)
        return jsonify({"user_id": user_id})

    @bp.post("/people/<user_id>/block")
    def block(user_id: str) -> Response:
        doings.block(user_id)
        return jsonify({})

    @bp.post("/people/<user_id>/unblock")
    def unblock(user_id: str) -> Response:
        doings.follow(user_id)
        return jsonify({})

    @bp.post("/say")
    def say() -> Response:
        body = _body()
        try:
            if body.get("type") == "postback" and body.get("richMenuAliasId"):
                body = {**body, "params": menus.switch(str(body.get("user_id")), str(body["richMenuAliasId"]))}
            return jsonify(doings.say(body))
        except (TypeError, ValueError) as error:
            raise BadRequest(f"a value is of the wrong kind: {error}") from error

    @bp.post("/upload")
    def upload() -> Response:
        request.max_content_length = UPLOAD_BYTES
        files = []
        for part in request.files.getlist("file") or list(request.files.values()):
            data = part.read()
            kind, media = kind_of(data, part.filename)
            if request.form.get("as") == "file":
                kind = "file"
            files.append((kind, Content(data, media, part.filename)))
        if not files:
            raise BadRequest("no file in the form")
        sent = doings.upload(request.form.get("user_id", ""), request.form.get("group") or None, files)
        return jsonify({"sent": sent, **sent[0]})

    @bp.post("/unsend")
    def unsend() -> Response:
        body = _body()
        return jsonify(doings.unsend(str(body.get("user_id")), str(body.get("message_id"))))

    @bp.post("/edit")
    def edit() -> Response:
        body = _body()
        said = (str(body.get(name) or "") for name in ("user_id", "message_id", "text"))
        return jsonify(doings.edit(*said))

    @bp.post("/groups")
    def groups() -> Response:
        body = _body()
        if not body.get("group_id"):
            members = [str(one) for one in body.get("members") or []]
            group = doings.make_group(str(body.get("name") or "กลุ่ม"), members, bool(body.get("join", True)))
            return jsonify({"group_id": group.group_id})
        group_id = str(body["group_id"])
        doings.change_members(group_id, list(body.get("add") or []), list(body.get("remove") or []))
        if body.get("join") is True:
            doings.bot_joins(group_id)
        if body.get("join") is False:
            doings.bot_leaves(group_id)
        return jsonify({"group_id": group_id})


def _reading(bp: Blueprint, world: World, sender: Sender, menus: Menus) -> None:
    @bp.get("/state")
    def state() -> Response:
        return jsonify({**world.as_json(_number("since"), menus.of), "pending": sender.pending()})

    @bp.get("/delivered")
    def delivered() -> Response:
        user_id = request.args.get("user_id")
        with world.lock:
            return jsonify(
                [
                    {
                        "request_id": one.request_id,
                        "via": one.via,
                        "retry_key": one.retry_key,
                        "to": one.to,
                        "messages": one.messages,
                        "message_ids": one.message_ids,
                        "at": one.at,
                    }
                    for one in world.delivered
                    if user_id is None or user_id in one.to
                ]
            )

    @bp.get("/acknowledged")
    def acknowledged() -> Response:
        with world.lock:
            return jsonify(world.acknowledged)

    @bp.get("/media/<message_id>")
    def media(message_id: str) -> Response:
        with world.lock:
            content = world.contents.get(message_id)
        if content is None or content.gone:
            return _wrong("there is no such content", 404)
        return _file(content.data, content.media_type, content.file_name)

    @bp.get("/richmenus/<menu_id>")
    def rich_menu(menu_id: str) -> Response:
        menu = menus.find(menu_id)
        if menu is None:
            return _wrong("there is no such rich menu", 404)
        return jsonify(menu)

    @bp.get("/richmenus/<menu_id>/image")
    def rich_menu_image(menu_id: str) -> Response:
        image = menus.image(menu_id)
        if image is None:
            return _wrong("this rich menu has no image", 404)
        return _file(image[1], image[0], None)


def _file(data: bytes, media_type: str, file_name: str | None) -> Response:
    """Bytes a person or the bot uploaded: shown only if a photo or a sound, else saved, never run as a page."""
    shown = media_type in PHOTOS or media_type.startswith(("audio/", "video/"))
    response = Response(data, content_type=media_type if shown else "application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if not shown:
        response.headers.set("Content-Disposition", "attachment", filename=(file_name or "file"))
    return response


def _switches(bp: Blueprint, world: World, sender: Sender, faults: Faults) -> None:
    @bp.get("/faults")
    def show_faults() -> Response:
        return jsonify(faults.as_json())

    @bp.post("/faults")
    def set_faults() -> Response:
        body = _body()
        if body.get("clear"):
            faults.clear()
        faults.change_webhook(body.get("webhook") or {})
        for entry in body.get("api") or []:
            faults.add_api(entry)
        if not faults.webhook.hold:
            sender.release()
        return jsonify(faults.as_json())

    @bp.get("/clock")
    def clock() -> Response:
        return jsonify(world.clock.as_json())

    @bp.post("/clock")
    def set_clock() -> Response:
        body = _body()
        if "now" in body:
            world.clock.set(_checked(read_instant, body["now"], "now must be an ISO instant"))
        elif "offset_ms" in body:
            world.clock.set_offset(_checked(int, body["offset_ms"], "offset_ms must be a number"))
        else:
            raise BadRequest("now or offset_ms is missing")
        world.touch()
        return jsonify(world.clock.as_json())

    @bp.post("/quota")
    def quota() -> Response:
        body = _body()
        with world.lock:
            if "limit" in body:
                limit = body["limit"]
                world.quota_limit = None if limit is None else _checked(int, limit, "limit must be a number")
            if "used" in body:
                world.quota_used = _checked(int, body["used"], "used must be a number")
            world.touch()
            return jsonify({"limit": world.quota_limit, "used": world.quota_used})

    @bp.post("/resend")
    def resend() -> Response:
        body = _body()
        if not sender.repeat(str(body.get("webhookEventId")), bool(body.get("redelivery", False))):
            raise BadRequest("no event of that webhookEventId was sent")
        return jsonify({})

    @bp.post("/raw")
    def raw() -> Response:
        body = _body()
        given = body.get("body")
        text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
        data = text.encode("utf-8", "surrogatepass")
        _know_tokens(world, given)
        signature = body.get("signature")
        if signature is None and body.get("sign", True):
            signature = sign(world.settings.channel_secret, data)
        status, answer = sender.post(data, signature)
        return jsonify({"status": status, "body": answer})


def _know_tokens(world: World, body: Any) -> None:
    """Reply tokens of a hand-made webhook work like others: a test may answer its events."""
    events = body.get("events") if isinstance(body, dict) else None
    for event in events if isinstance(events, list) else []:
        source = event.get("source") if isinstance(event, dict) else None
        if isinstance(source, dict) and isinstance(event.get("replyToken"), str):
            chat = source.get("groupId") or source.get("userId")
            with world.lock:
                world.reply_tokens.add(event["replyToken"], str(chat))
                world.reply_tokens.posted(event["replyToken"])


def _checked(read: Callable[[Any], Any], value: Any, message: str) -> Any:
    try:
        return read(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadRequest(message) from error
