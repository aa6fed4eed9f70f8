"""What a message may hold: the tables of LINE's message, template and request objects (LINE-PLATFORM.md)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.counting import graphemes
from simulator.fields import (
    COLOUR,
    HTTPS_FILE,
    WEB_LINK,
    ByType,
    Field,
    Flag,
    ListOf,
    Number,
    Path,
    Problem,
    Shape,
    Text,
    choice,
    items,
    letters,
)
from simulator.rules_actions import IMAGE_CAROUSEL_ACTION, PLAIN_ACTION, QUICK_REPLY, TEMPLATE_ACTION
from simulator.rules_flex import CONTAINER

TEXT = Text(5000)
ALT_TEXT = Text(1500)
ANY_TEXT = Text(2000, 0)

SENDER = Shape("Sender", {"name": Text(20, 0), "iconUrl": HTTPS_FILE})
EVERY: dict[str, Field] = {"quickReply": QUICK_REPLY, "sender": SENDER}


def _shorter_beside_a_picture(template: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """Template text is at most 60 letters when there is an image or a title."""
    text = template.get("text")
    beside = "title" in template or "thumbnailImageUrl" in template
    if beside and isinstance(text, str) and 60 < graphemes(text) <= 160:
        yield from letters(60).check(text, (*path, "text"))


def _like_columns(template: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """All columns of a carousel have as many actions, and all or none an image or a title."""
    columns = [column for column in items(template.get("columns")) if isinstance(column, dict)]
    for name in ("thumbnailImageUrl", "title"):
        if len({name in column for column in columns}) > 1:
            yield Problem((*path, "columns"), f"{name} must be set in all columns or in none")
    if len({len(items(column.get("actions"))) for column in columns}) > 1:
        yield Problem((*path, "columns"), "the number of actions must be the same in all columns")


PICTURE: dict[str, Field] = {
    "thumbnailImageUrl": HTTPS_FILE,
    "imageBackgroundColor": COLOUR,
    "title": letters(40),
    "text": letters(160),
    "defaultAction": PLAIN_ACTION,
}
PICTURE_FRAME: dict[str, Field] = {
    "imageAspectRatio": choice("rectangle", "square"),
    "imageSize": choice("cover", "contain"),
}
TEMPLATE = ByType(
    "Template",
    {
        "buttons": Shape(
            "ButtonsTemplate",
            {"type": choice("buttons"), **PICTURE, **PICTURE_FRAME, "actions": ListOf(TEMPLATE_ACTION, 1, 4)},
            ("type", "text", "actions"),
            rules=(_shorter_beside_a_picture,),
        ),
        "confirm": Shape(
            "ConfirmTemplate",
            {"type": choice("confirm"), "text": letters(240), "actions": ListOf(TEMPLATE_ACTION, 2, 2)},
            ("type", "text", "actions"),
        ),
        "carousel": Shape(
            "CarouselTemplate",
            {
                "type": choice("carousel"),
                **PICTURE_FRAME,
                "columns": ListOf(
                    Shape(
                        "CarouselColumn",
                        {**PICTURE, "text": letters(120), "actions": ListOf(TEMPLATE_ACTION, 1, 3)},
                        ("text", "actions"),
                        rules=(_shorter_beside_a_picture,),
                    ),
                    1,
                    10,
                ),
            },
            ("type", "columns"),
            rules=(_like_columns,),
        ),
        "image_carousel": Shape(
            "ImageCarouselTemplate",
            {
                "type": choice("image_carousel"),
                "columns": ListOf(
                    Shape(
                        "ImageCarouselColumn",
                        {"imageUrl": HTTPS_FILE, "action": IMAGE_CAROUSEL_ACTION},
                        ("imageUrl", "action"),
                    ),
                    1,
                    10,
                ),
            },
            ("type", "columns"),
        ),
    },
)

EMOJI = Shape(
    "Emoji",
    {"index": Number(0), "productId": Text(100), "emojiId": Text(20)},
    ("index", "productId", "emojiId"),
)


def _emojis_stand_on_dollars(message: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """Every LINE emoji replaces a $ at its index, counted in UTF-16 units."""
    text, emojis = message.get("text"), message.get("emojis")
    if not isinstance(text, str) or not isinstance(emojis, list):
        return
    written = text.encode("utf-16-le", "surrogatepass")
    for number, emoji in enumerate(emojis):
        index = emoji.get("index") if isinstance(emoji, dict) else None
        if isinstance(index, int) and index >= 0 and written[2 * index : 2 * index + 2] != b"$\0":
            yield Problem((*path, "emojis", number, "index"), "no $ at this index of text")


MENTIONEE = ByType(
    "MentionTarget",
    {
        "user": Shape(
            "UserMentionTarget",
            {"type": choice("user"), "userId": Text(33, pattern=r"U[0-9a-f]{32}")},
            ("type", "userId"),
        ),
        "all": Shape("AllMentionTarget", {"type": choice("all")}, ("type",)),
    },
)
SUBSTITUTION = ByType(
    "SubstitutionObject",
    {
        "mention": Shape(
            "MentionSubstitutionObject",
            {"type": choice("mention"), "mentionee": MENTIONEE},
            ("type", "mentionee"),
        ),
        "emoji": Shape(
            "EmojiSubstitutionObject",
            {"type": choice("emoji"), "productId": Text(100), "emojiId": Text(20)},
            ("type", "productId", "emojiId"),
        ),
    },
)


def _placeholders_are_explained(message: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """In textV2 every {name} needs a substitution; a brace that is meant is written twice."""
    text, given = message.get("text"), message.get("substitution", {})
    if not isinstance(text, str) or not isinstance(given, dict):
        if not isinstance(given, dict):
            yield Problem((*path, "substitution"), "Must be an object")
        return
    for name, value in given.items():
        yield from SUBSTITUTION.check(value, (*path, "substitution", name))
    rest = text.replace("{{", "").replace("}}", "")
    for name in re.findall(r"\{([^{}]*)\}", rest):
        if name not in given:
            yield Problem((*path, "text"), f"no substitution for placeholder {{{name}}}")
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", rest)):
        yield Problem((*path, "text"), "unbalanced braces")


def _exists(value_kind: type) -> Field:
    """A property whose inside is checked by a rule of the whole object."""
    return _Kind(value_kind)


class _Kind:
    def __init__(self, kind: type) -> None:
        self.kind = kind

    def check(self, value: Any, path: Path) -> Iterator[Problem]:
        """Anything of another JSON type."""
        if not isinstance(value, self.kind):
            yield Problem(path, "invalid property")


AREA = Shape(
    "ImagemapArea",
    {"x": Number(0), "y": Number(0), "width": Number(1), "height": Number(1)},
    ("x", "y", "width", "height"),
)
IMAGEMAP_LABEL = Text(100, 0)
IMAGEMAP_ACTION = ByType(
    "ImagemapAction",
    {
        "message": Shape(
            "MessageImagemapAction",
            {"type": choice("message"), "text": Text(400), "label": IMAGEMAP_LABEL, "area": AREA},
            ("type", "area", "text"),
        ),
        "uri": Shape(
            "URIImagemapAction",
            {"type": choice("uri"), "linkUri": WEB_LINK, "label": IMAGEMAP_LABEL, "area": AREA},
            ("type", "area", "linkUri"),
        ),
        "clipboard": Shape(
            "ClipboardImagemapAction",
            {"type": choice("clipboard"), "clipboardText": Text(1000), "label": IMAGEMAP_LABEL, "area": AREA},
            ("type", "area", "clipboardText"),
        ),
    },
)


def _message(kind: str, name: str, fields: dict[str, Field], required: tuple[str, ...], *rules: Any) -> Shape:
    return Shape(name, {"type": choice(kind), **EVERY, **fields}, ("type", *required), rules=rules)


QUOTE: dict[str, Field] = {"quoteToken": Text(500)}
MEDIA: dict[str, Field] = {"originalContentUrl": HTTPS_FILE, "previewImageUrl": HTTPS_FILE}
MESSAGES: dict[str, Shape] = {
    "text": _message(
        "text",
        "TextMessage",
        {"text": TEXT, "emojis": ListOf(EMOJI, 0, 20), **QUOTE},
        ("text",),
        _emojis_stand_on_dollars,
    ),
    "textV2": _message(
        "textV2",
        "TextMessageV2",
        {"text": TEXT, "substitution": _exists(dict), **QUOTE},
        ("text",),
        _placeholders_are_explained,
    ),
    "sticker": _message(
        "sticker",
        "StickerMessage",
        {"packageId": Text(20, pattern=r"\d+"), "stickerId": Text(20, pattern=r"\d+"), **QUOTE},
        ("packageId", "stickerId"),
    ),
    "image": _message("image", "ImageMessage", MEDIA, ("originalContentUrl", "previewImageUrl")),
    "video": _message(
        "video",
        "VideoMessage",
        {**MEDIA, "trackingId": Text(100, pattern=r"[a-zA-Z0-9\-.=,+*()%$&;:@{}!?<>\[\]]+")},
        ("originalContentUrl", "previewImageUrl"),
    ),
    "audio": _message(
        "audio",
        "AudioMessage",
        {"originalContentUrl": HTTPS_FILE, "duration": Number(1)},
        ("originalContentUrl", "duration"),
    ),
    "location": _message(
        "location",
        "LocationMessage",
        {
            "title": Text(100),
            "address": Text(100),
            "latitude": Number(-90, 90, whole=False),
            "longitude": Number(-180, 180, whole=False),
        },
        ("title", "address", "latitude", "longitude"),
    ),
    "imagemap": _message(
        "imagemap",
        "ImagemapMessage",
        {
            "baseUrl": HTTPS_FILE,
            "altText": ALT_TEXT,
            "baseSize": Shape(
                "ImagemapBaseSize", {"width": Number(1040, 1040), "height": Number(1)}, ("width", "height")
            ),
            "actions": ListOf(IMAGEMAP_ACTION, 1, 50),
            "video": Shape(
                "ImagemapVideo",
                {
                    **MEDIA,
                    "area": AREA,
                    "externalLink": Shape("ImagemapExternalLink", {"linkUri": WEB_LINK, "label": Text(30)}),
                },
            ),
        },
        ("baseUrl", "altText", "baseSize", "actions"),
    ),
    "template": _message(
        "template", "TemplateMessage", {"altText": ALT_TEXT, "template": TEMPLATE}, ("altText", "template")
    ),
    "flex": _message("flex", "FlexMessage", {"altText": ALT_TEXT, "contents": CONTAINER}, ("altText", "contents")),
    "coupon": _message("coupon", "CouponMessage", {"couponId": Text(100), "deliveryTag": Text(30)}, ("couponId",)),
}
MESSAGE = ByType("Message", MESSAGES)

_MESSAGES = ListOf(MESSAGE, 1, 5)
_UNITS = ListOf(Text(30, pattern=r"[a-zA-Z0-9_]{1,30}"), 0, 1)
REQUESTS: dict[str, Shape] = {
    "reply": Shape(
        "ReplyMessageRequest",
        {"replyToken": Text(500), "messages": _MESSAGES, "notificationDisabled": Flag()},
        ("replyToken", "messages"),
    ),
    "push": Shape(
        "PushMessageRequest",
        {
            "to": Text(500),
            "messages": _MESSAGES,
            "notificationDisabled": Flag(),
            "customAggregationUnits": _UNITS,
        },
        ("to", "messages"),
    ),
    "multicast": Shape(
        "MulticastRequest",
        {
            "to": ListOf(Text(500), 1, 500),
            "messages": _MESSAGES,
            "notificationDisabled": Flag(),
            "customAggregationUnits": _UNITS,
        },
        ("to", "messages"),
    ),
    "validate": Shape("ValidateMessageRequest", {"messages": _MESSAGES}, ("messages",)),
}
