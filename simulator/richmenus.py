"""Rich menus: creation, image, links to people, the default and aliases, with LINE's limits."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, request

from simulator import ids
from simulator.bodies import Json, Refused, check
from simulator.edge import answer, attach, body_of_request
from simulator.faults import Faults
from simulator.fields import Flag, ListOf, Number, Path, Problem, Shape, Text, items, letters
from simulator.pictures import size_of
from simulator.rules_actions import RICH_MENU_ACTION
from simulator.world import World

MOST_MENUS = 1000
IMAGE_BYTES = 1024 * 1024
ALIAS = Text(32, pattern=r"[a-z0-9_-]{1,32}")


def _inside(menu: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """The ratio is at least 1.45, and every area lies on the image."""
    size = menu.get("size")
    if not isinstance(size, dict) or not all(isinstance(size.get(name), int) for name in ("width", "height")):
        return
    if size["height"] and size["width"] / size["height"] < 1.45:
        yield Problem((*path, "size"), "The aspect ratio (width / height) must be at least 1.45")
    for index, area in enumerate(items(menu.get("areas"))):
        bounds = area.get("bounds") if isinstance(area, dict) else None
        if not isinstance(bounds, dict) or not all(
            isinstance(bounds.get(name), int) for name in ("x", "y", "width", "height")
        ):
            continue
        if bounds["x"] + bounds["width"] > size["width"] or bounds["y"] + bounds["height"] > size["height"]:
            yield Problem((*path, "areas", index, "bounds"), "The area must lie inside the rich menu")


MENU = Shape(
    "RichMenuRequest",
    {
        "size": Shape("RichMenuSize", {"width": Number(800, 2500), "height": Number(250)}, ("width", "height")),
        "selected": Flag(),
        "name": letters(300),
        "chatBarText": letters(14),
        "areas": ListOf(
            Shape(
                "RichMenuArea",
                {
                    "bounds": Shape(
                        "RichMenuBounds",
                        {"x": Number(0), "y": Number(0), "width": Number(1), "height": Number(1)},
                        ("x", "y", "width", "height"),
                    ),
                    "action": RICH_MENU_ACTION,
                },
                ("bounds", "action"),
            ),
            0,
            20,
        ),
    },
    ("size", "selected", "name", "chatBarText", "areas"),
    rules=(_inside,),
)
USER_IDS = ListOf(Text(33, pattern=r"U[0-9a-f]{32}"), 1, 500)
BULK_LINK = Shape(
    "RichMenuBulkLinkRequest", {"richMenuId": Text(100), "userIds": USER_IDS}, ("richMenuId", "userIds")
)
BULK_UNLINK = Shape("RichMenuBulkUnlinkRequest", {"userIds": USER_IDS}, ("userIds",))
NEW_ALIAS = Shape(
    "CreateRichMenuAliasRequest",
    {"richMenuAliasId": ALIAS, "richMenuId": Text(100)},
    ("richMenuAliasId", "richMenuId"),
)
CHANGED_ALIAS = Shape("UpdateRichMenuAliasRequest", {"richMenuId": Text(100)}, ("richMenuId",))


@dataclass
class Menu:
    """One rich menu; an image is uploaded once and never replaced."""

    body: Json
    image: tuple[str, bytes] | None = None


@dataclass
class Menus:
    """The account's menus. Per user comes before the default."""

    world: World
    shelf: dict[str, Menu] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    default: str | None = None

    def of(self, user_id: str) -> str | None:
        """The menu a person sees: the person's own, else the default; none for those who are no friends."""
        person = self.world.people.get(user_id)
        if person is None or person.blocked or not person.friend:
            return None
        return person.rich_menu if person.rich_menu in self.shelf else self.default

    def known(self, menu_id: str) -> Menu:
        """The menu of that id; Refused(404) if there is none."""
        menu = self.shelf.get(menu_id)
        if menu is None:
            raise Refused(404, "richmenu not found")
        return menu

    def usable(self, menu_id: str) -> Menu:
        """A menu that has its image; Refused(400) without one."""
        menu = self.known(menu_id)
        if menu.image is None:
            raise Refused(400, "must upload richmenu image before applying it to user")
        return menu

    def find(self, menu_id: str) -> Json | None:
        """The menu as JSON for the page."""
        menu = self.shelf.get(menu_id)
        return {"richMenuId": menu_id, **menu.body} if menu else None

    def image(self, menu_id: str) -> tuple[str, bytes] | None:
        """(media type, bytes) of a menu's image."""
        menu = self.shelf.get(menu_id)
        return menu.image if menu else None

    def link(self, user_ids: list[str], menu_id: str | None) -> None:
        """Give people a menu, or take it away; nothing happens for those who are no friends."""
        for user_id in user_ids:
            person = self.world.people.get(user_id)
            if person is not None and person.friend and not person.blocked:
                person.rich_menu = menu_id
                self.world.touch()

    def switch(self, user_id: str, alias: str) -> Json:
        """Follow a rich-menu-switch tap; the postback's params."""
        with self.world.lock:
            menu_id = self.aliases.get(alias)
            if menu_id is None or self.shelf.get(menu_id) is None:
                return {"newRichMenuAliasId": alias, "status": "RICHMENU_ALIAS_ID_NOTFOUND"}
            self.link([user_id], menu_id)
            return {"newRichMenuAliasId": alias, "status": "SUCCESS"}


def blueprint(menus: Menus, faults: Faults) -> Blueprint:
    """The rich menu endpoints of LINE; the image endpoints are LINE's api-data host, here the same one."""
    bp = Blueprint("richmenus", __name__, url_prefix="/v2/bot")
    attach(bp, menus.world, faults)
    _shelf(bp, menus)
    _images(bp, menus)
    _links(bp, menus)
    _aliases(bp, menus)
    return bp


def _shelf(bp: Blueprint, menus: Menus) -> None:
    @bp.post("/richmenu")
    def create() -> Response:
        body = body_of_request()
        check(MENU, body)
        with menus.world.lock:
            if len(menus.shelf) >= MOST_MENUS:
                raise Refused(400, "The number of rich menus has reached the limit")
            menu_id = "richmenu-" + secrets.token_hex(16)
            menus.shelf[menu_id] = Menu({name: body[name] for name in MENU.fields if name in body})
            menus.world.touch()
            return answer({"richMenuId": menu_id})

    @bp.post("/richmenu/validate")
    def validate() -> Response:
        check(MENU, body_of_request())
        return answer({})

    @bp.get("/richmenu/list")
    def listing() -> Response:
        return answer({"richmenus": [menus.find(menu_id) for menu_id in list(menus.shelf)]})

    @bp.get("/richmenu/<menu_id>")
    def show(menu_id: str) -> Response:
        menus.known(menu_id)
        return answer(menus.find(menu_id))

    @bp.delete("/richmenu/<menu_id>")
    def remove(menu_id: str) -> Response:
        with menus.world.lock:
            menus.known(menu_id)
            del menus.shelf[menu_id]
            if menus.default == menu_id:
                menus.default = None
            menus.world.touch()
        return answer({})


def _images(bp: Blueprint, menus: Menus) -> None:
    @bp.post("/richmenu/<menu_id>/content")
    def upload(menu_id: str) -> Response:
        menu = menus.known(menu_id)
        data = request.get_data()
        if menu.image is not None:
            raise Refused(400, "An image has already been uploaded to the richmenu")
        found = size_of(data)
        if request.mimetype not in ("image/png", "image/jpeg") or found is None or found[0] != request.mimetype:
            raise Refused(415 if request.mimetype not in ("image/png", "image/jpeg") else 400, "The image is invalid")
        if len(data) > IMAGE_BYTES:
            raise Refused(413, "The image is larger than 1 MB")
        _, width, height = found
        if not 800 <= width <= 2500 or height < 250 or width / height < 1.45:
            raise Refused(400, "The image size is invalid")
        if (width, height) != (menu.body["size"]["width"], menu.body["size"]["height"]):
            raise Refused(400, "The image size must be equal to the rich menu size")
        with menus.world.lock:
            menu.image = (found[0], data)
            menus.world.touch()
        return answer({})

    @bp.get("/richmenu/<menu_id>/content")
    def download(menu_id: str) -> Response:
        image = menus.known(menu_id).image
        if image is None:
            raise Refused(404, "Not found")
        return Response(image[1], content_type=image[0])


def _links(bp: Blueprint, menus: Menus) -> None:
    world = menus.world

    @bp.post("/user/all/richmenu/<menu_id>")
    def set_default(menu_id: str) -> Response:
        with world.lock:
            menus.usable(menu_id)
            menus.default = menu_id
            world.touch()
        return answer({})

    @bp.get("/user/all/richmenu")
    def get_default() -> Response:
        if menus.default is None:
            raise Refused(404, "no default richmenu")
        return answer({"richMenuId": menus.default})

    @bp.delete("/user/all/richmenu")
    def drop_default() -> Response:
        with world.lock:
            menus.default = None
            world.touch()
        return answer({})

    @bp.post("/user/<user_id>/richmenu/<menu_id>")
    def link(user_id: str, menu_id: str) -> Response:
        _wellformed(user_id)
        with world.lock:
            menus.usable(menu_id)
            menus.link([user_id], menu_id)
        return answer({})

    @bp.get("/user/<user_id>/richmenu")
    def linked(user_id: str) -> Response:
        _wellformed(user_id)
        person = world.people.get(user_id)
        if person is None or person.rich_menu not in menus.shelf:
            raise Refused(404, "the user has no richmenu")
        return answer({"richMenuId": person.rich_menu})

    @bp.delete("/user/<user_id>/richmenu")
    def unlink(user_id: str) -> Response:
        _wellformed(user_id)
        with world.lock:
            menus.link([user_id], None)
        return answer({})

    @bp.post("/richmenu/bulk/link")
    def bulk_link() -> Response:
        body = body_of_request()
        check(BULK_LINK, body)
        with world.lock:
            menus.usable(body["richMenuId"])
            menus.link(body["userIds"], body["richMenuId"])
        return answer({}, 202)

    @bp.post("/richmenu/bulk/unlink")
    def bulk_unlink() -> Response:
        body = body_of_request()
        check(BULK_UNLINK, body)
        with world.lock:
            menus.link(body["userIds"], None)
        return answer({}, 202)


def _wellformed(user_id: str) -> None:
    if not ids.USER_ID.fullmatch(user_id):
        raise Refused(400, "The value for the 'userId' parameter is invalid")


def _aliases(bp: Blueprint, menus: Menus) -> None:
    def known(alias: str) -> Json:
        if alias not in menus.aliases:
            raise Refused(404, "richmenu alias not found")
        return {"richMenuAliasId": alias, "richMenuId": menus.aliases[alias]}

    @bp.post("/richmenu/alias")
    def create_alias() -> Response:
        body = body_of_request()
        check(NEW_ALIAS, body)
        with menus.world.lock:
            if body["richMenuAliasId"] in menus.aliases:
                raise Refused(400, "conflict richmenu alias id")
            menus.usable(body["richMenuId"])
            menus.aliases[body["richMenuAliasId"]] = body["richMenuId"]
        return answer({})

    @bp.get("/richmenu/alias/list")
    def list_aliases() -> Response:
        return answer({"aliases": [known(alias) for alias in list(menus.aliases)]})

    @bp.get("/richmenu/alias/<alias>")
    def show_alias(alias: str) -> Response:
        return answer(known(alias))

    @bp.post("/richmenu/alias/<alias>")
    def change_alias(alias: str) -> Response:
        body = body_of_request()
        check(CHANGED_ALIAS, body)
        with menus.world.lock:
            known(alias)
            menus.usable(body["richMenuId"])
            menus.aliases[alias] = body["richMenuId"]
        return answer({})

    @bp.delete("/richmenu/alias/<alias>")
    def drop_alias(alias: str) -> Response:
        with menus.world.lock:
            known(alias)
            del menus.aliases[alias]
        return answer({})
