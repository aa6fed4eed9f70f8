"""Every limit of LINE-PLATFORM.md is refused one step beyond and accepted on the line."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.bodies import Refused, check
from simulator.counting import BUBBLE_BYTES, flex_bytes, graphemes, units
from simulator.rules import MESSAGES, REQUESTS

URL = "https://example.org/a.png"
# One reader's letter, three UTF-16 units.
THAI = "ที่"
POSTBACK = {"type": "postback", "label": "ก", "data": "x"}


def refused(message: Any) -> list[str]:
    """The properties LINE would name, or nothing if it would accept the message."""
    try:
        check(REQUESTS["validate"], {"messages": [message]})
    except Refused as error:
        return [detail["property"] for detail in error.body["details"]]
    return []


def text(**more: Any) -> dict[str, Any]:
    return {"type": "text", "text": "ก", **more}


def quick(*actions: Any) -> dict[str, Any]:
    return text(quickReply={"items": [{"type": "action", "action": action} for action in actions]})


def template(**more: Any) -> dict[str, Any]:
    return {"type": "template", "altText": "ก", "template": more}


def buttons(**more: Any) -> dict[str, Any]:
    return template(**{"type": "buttons", "text": "ก", "actions": [POSTBACK], **more})


def flex(*contents: Any, **bubble: Any) -> dict[str, Any]:
    body = {"type": "box", "layout": "vertical", "contents": list(contents)}
    return {"type": "flex", "altText": "ก", "contents": {"type": "bubble", "body": body, **bubble}}


def carousel(*bubbles: Any) -> dict[str, Any]:
    return {"type": "flex", "altText": "ก", "contents": {"type": "carousel", "contents": list(bubbles)}}


def columns(count: int, **more: Any) -> dict[str, Any]:
    return template(type="carousel", columns=[{"text": "ก", "actions": [POSTBACK], **more} for _ in range(count)])


BUBBLE = flex({"type": "text", "text": "ก"})["contents"]
BUTTON = {"type": "button", "action": POSTBACK}
PICKER = {"type": "datetimepicker", "label": "ก", "data": "x", "mode": "date"}

ACCEPTED: dict[str, Any] = {
    "text of 5000 units": text(text="x" * 5000),
    "text of 1666 Thai letters": text(text=THAI * 1666),
    "altText of 1500": {**flex({"type": "text", "text": "ก"}), "altText": "x" * 1500},
    "quick reply label of 20 Thai letters": quick({**POSTBACK, "label": THAI * 20}),
    "13 quick replies": quick(*[POSTBACK] * 13),
    "flex button label of 40 Thai letters": flex({**BUTTON, "action": {**POSTBACK, "label": THAI * 40}}),
    "postback data of 300": quick({**POSTBACK, "data": "x" * 300}),
    "displayText of 300 Thai letters": quick({**POSTBACK, "displayText": THAI * 300}),
    "camera in a quick reply": quick({"type": "camera", "label": "ก"}),
    "uri of 1000": quick({"type": "uri", "label": "ก", "uri": "https://a.th/" + "x" * 987}),
    "tel": quick({"type": "uri", "label": "ก", "uri": "tel:021234567"}),
    "line scheme": quick({"type": "uri", "label": "ก", "uri": "line://nv/camera"}),
    "percent-encoded Thai": quick({"type": "uri", "label": "ก", "uri": "https://a.th/%E0%B8%81?q=1#x"}),
    "date picker with bounds": quick({**PICKER, "min": "2026-10-01", "max": "2027-09-30", "initial": "2026-11-25"}),
    "datetime picker": quick({**PICKER, "mode": "datetime", "initial": "2026-11-25T09:00"}),
    "clipboard of 1000": quick({"type": "clipboard", "label": "ก", "clipboardText": "x" * 1000}),
    "buttons text of 160": buttons(text=THAI * 160),
    "buttons text of 60 beside a title": buttons(text=THAI * 60, title=THAI * 40),
    "confirm with two actions": template(type="confirm", text=THAI * 240, actions=[POSTBACK] * 2),
    "carousel of 10": columns(10, text=THAI * 120),
    "flex carousel of 12": carousel(*[BUBBLE] * 12),
    "empty box": flex({"type": "box", "layout": "vertical", "contents": [], "width": "40%", "height": "6px"}),
    "spans": flex({"type": "text", "contents": [{"type": "span", "text": "ก"}]}),
    "colour with alpha": flex({"type": "text", "text": "ก", "color": "#00000080"}),
    "sender": text(sender={"name": "x" * 20}),
    "quote": text(quoteToken="abc"),
    "null is not given": text(quickReply=None, sender=None),
    "unknown property outside Flex": text(colour="red"),
    "location": {"type": "location", "title": "ก", "address": "ข", "latitude": 13.7, "longitude": 100},
    "emoji": text(text="$ ก", emojis=[{"index": 0, "productId": "5ac1", "emojiId": "001"}]),
    "textV2": {
        "type": "textV2",
        "text": "{who} {{x}}",
        "substitution": {"who": {"type": "mention", "mentionee": {"type": "all"}}},
    },
}

REFUSED: dict[str, tuple[Any, str]] = {
    "empty text": (text(text=""), "messages[0].text"),
    "no text": ({"type": "text"}, "messages[0].text"),
    "text of 5001 units": (text(text="x" * 5001), "messages[0].text"),
    "1667 Thai letters are 5001 units": (text(text=THAI * 1667), "messages[0].text"),
    "2501 emoji are 5002 units": (text(text="😀" * 2501), "messages[0].text"),
    "file message": ({"type": "file", "fileName": "a"}, "messages[0].type"),
    "no type": ({"text": "ก"}, "messages[0].type"),
    "altText of 1501": ({**flex({"type": "text", "text": "ก"}), "altText": "x" * 1501}, "messages[0].altText"),
    "no contents": ({"type": "flex", "altText": "ก"}, "messages[0].contents"),
    "label of 21": (quick({**POSTBACK, "label": "x" * 21}), "messages[0].quickReply.items[0].action.label"),
    "no label": (quick({"type": "postback", "data": "x"}), "messages[0].quickReply.items[0].action.label"),
    "14 quick replies": (quick(*[POSTBACK] * 14), "messages[0].quickReply.items"),
    "data of 301": (quick({**POSTBACK, "data": "x" * 301}), "messages[0].quickReply.items[0].action.data"),
    "no data": (quick({"type": "postback", "label": "ก"}), "messages[0].quickReply.items[0].action.data"),
    "displayText of 301": (
        quick({**POSTBACK, "displayText": THAI * 301}),
        "messages[0].quickReply.items[0].action.displayText",
    ),
    "rich menu switch elsewhere": (
        quick({"type": "richmenuswitch", "label": "ก", "data": "x", "richMenuAliasId": "a"}),
        "messages[0].quickReply.items[0].action.type",
    ),
    "uri of 1001": (
        quick({"type": "uri", "label": "ก", "uri": "https://a.th/" + "x" * 988}),
        "messages[0].quickReply.items[0].action.uri",
    ),
    "ftp": (
        quick({"type": "uri", "label": "ก", "uri": "ftp://a.th"}),
        "messages[0].quickReply.items[0].action.uri",
    ),
    "javascript": (
        quick({"type": "uri", "label": "ก", "uri": "javascript:alert(1)"}),
        "messages[0].quickReply.items[0].action.uri",
    ),
    "Thai in a uri": (
        quick({"type": "uri", "label": "ก", "uri": "https://a.th/ก"}),
        "messages[0].quickReply.items[0].action.uri",
    ),
    "a space in a uri": (
        quick({"type": "uri", "label": "ก", "uri": "https://a.th/a b"}),
        "messages[0].quickReply.items[0].action.uri",
    ),
    "half an escape": (
        quick({"type": "uri", "label": "ก", "uri": "https://a.th/%E0%B"}),
        "messages[0].quickReply.items[0].action.uri",
    ),
    "no host": (
        quick({"type": "uri", "label": "ก", "uri": "https://"}),
        "messages[0].quickReply.items[0].action.uri",
    ),
    "a Buddhist year in a picker": (
        quick({**PICKER, "initial": "2569-11-25"}),
        "messages[0].quickReply.items[0].action.initial",
    ),
    "a picker with a wrong date": (
        quick({**PICKER, "initial": "2026-02-30"}),
        "messages[0].quickReply.items[0].action.initial",
    ),
    "a picker that ends before it starts": (
        quick({**PICKER, "min": "2026-11-25", "max": "2026-11-01"}),
        "messages[0].quickReply.items[0].action.max",
    ),
    "clipboard of 1001": (
        quick({"type": "clipboard", "label": "ก", "clipboardText": "x" * 1001}),
        "messages[0].quickReply.items[0].action.clipboardText",
    ),
    "five buttons": (buttons(actions=[POSTBACK] * 5), "messages[0].template.actions"),
    "buttons text of 161": (buttons(text=THAI * 161), "messages[0].template.text"),
    "buttons text of 61 beside a title": (buttons(text="x" * 61, title="ก"), "messages[0].template.text"),
    "title of 41": (buttons(title="x" * 41), "messages[0].template.title"),
    "camera in a template": (
        buttons(actions=[{"type": "camera", "label": "ก"}]),
        "messages[0].template.actions[0].type",
    ),
    "confirm with one action": (
        template(type="confirm", text="ก", actions=[POSTBACK]),
        "messages[0].template.actions",
    ),
    "carousel of 11": (columns(11), "messages[0].template.columns"),
    "four actions in a column": (
        columns(1, actions=[POSTBACK] * 4),
        "messages[0].template.columns[0].actions",
    ),
    "image over http": (
        {"type": "image", "originalContentUrl": "http://a.th/a.png", "previewImageUrl": URL},
        "messages[0].originalContentUrl",
    ),
    "image without preview": ({"type": "image", "originalContentUrl": URL}, "messages[0].previewImageUrl"),
    "sender of 21": (text(sender={"name": "x" * 21}), "messages[0].sender.name"),
    "latitude of 91": (
        {"type": "location", "title": "ก", "address": "ข", "latitude": 91, "longitude": 100},
        "messages[0].latitude",
    ),
    "emoji beside its place": (
        text(text="ก $", emojis=[{"index": 0, "productId": "5ac1", "emojiId": "001"}]),
        "messages[0].emojis[0].index",
    ),
    "a brace a person typed in textV2": ({"type": "textV2", "text": "{x}"}, "messages[0].text"),
    # Flex: LINE names the place inside the container.
    "unknown Flex property": (flex({"type": "text", "text": "ก", "colour": "#000000"}), "/body/contents/0/colour"),
    "unknown Flex component": (flex({"type": "spacer"}), "/body/contents/0/type"),
    "empty Flex text": (flex({"type": "text", "text": ""}), "/body/contents/0/text"),
    "short colour": (flex({"type": "text", "text": "ก", "color": "#000"}), "/body/contents/0/color"),
    "named colour": (flex({"type": "text", "text": "ก", "color": "red"}), "/body/contents/0/color"),
    "button label of 41": (
        flex({**BUTTON, "action": {**POSTBACK, "label": "x" * 41}}),
        "/body/contents/0/action/label",
    ),
    "button without label": (
        flex({"type": "button", "action": {"type": "postback", "data": "x"}}),
        "/body/contents/0/action/label",
    ),
    "wrong weight": (flex({"type": "text", "text": "ก", "weight": "heavy"}), "/body/contents/0/weight"),
    "wrong size": (flex({"type": "text", "text": "ก", "size": "huge"}), "/body/contents/0/size"),
    "width without unit": (
        flex({"type": "box", "layout": "vertical", "contents": [], "width": "40"}),
        "/body/contents/0/width",
    ),
    "wrap as a word": (flex({"type": "text", "text": "ก", "wrap": "true"}), "/body/contents/0/wrap"),
    "flex as a word": (flex({"type": "text", "text": "ก", "flex": "1"}), "/body/contents/0/flex"),
    "box without layout": (flex({"type": "box", "contents": []}), "/body/contents/0/layout"),
    "button in a baseline box": (
        flex({"type": "box", "layout": "baseline", "contents": [BUTTON]}),
        "/body/contents/0/contents/0",
    ),
    "icon outside a baseline box": (flex({"type": "icon", "url": URL}), "/body/contents/0"),
    "image over http in Flex": (flex({"type": "image", "url": "http://a.th/a.png"}), "/body/contents/0/url"),
    "wrong bubble size": (flex({"type": "text", "text": "ก"}, size="huge"), "/size"),
    "bubble without blocks": ({"type": "flex", "altText": "ก", "contents": {"type": "bubble"}}, "/"),
    "13 bubbles": (carousel(*[BUBBLE] * 13), "/contents"),
    "bubbles of two sizes": (carousel(BUBBLE, {**BUBBLE, "size": "kilo"}), "/contents"),
    "a bubble of more than 30 KB": (flex({"type": "text", "text": "ก" * 5200}), "/"),
    "a carousel of more than 50 KB": (
        carousel(*[flex({"type": "text", "text": "x" * 26000})["contents"]] * 2),
        "/",
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_line_would_accept(name):
    assert refused(ACCEPTED[name]) == []


@pytest.mark.parametrize("name", REFUSED)
def test_line_would_refuse(name):
    message, place = REFUSED[name]
    assert refused(message) == [place]


def test_six_messages_and_none_are_refused():
    for count in (0, 6):
        with pytest.raises(Refused):
            check(REQUESTS["push"], {"to": "U", "messages": [text()] * count})


def test_501_people_are_too_many():
    with pytest.raises(Refused):
        check(REQUESTS["multicast"], {"to": ["U"] * 501, "messages": [text()]})


def test_thai_counts_three_ways():
    assert (units(THAI), graphemes(THAI), flex_bytes(THAI)) == (3, 1, 20)


@given(st.text(alphabet=st.sampled_from("กที่ำ๑a😀\n"), min_size=1, max_size=60))
def test_counts_never_disagree_about_the_order(words):
    assert graphemes(words) <= len(words) <= units(words) <= flex_bytes(words)


@given(st.integers(1, 5), st.text(min_size=1, max_size=20))
def test_what_a_person_typed_is_always_sendable_as_text(count, words):
    assert refused(text(text=words * count)) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def test_a_carousel_of_something_else_is_refused() -> None:
    carousel = {"type": "flex", "altText": "a", "contents": {"type": "carousel", "contents": True}}
    assert refused(carousel)


@given(st.sampled_from(sorted(ACCEPTED)), st.data())
def test_any_value_anywhere_is_answered_never_a_crash(name, data):
    """Put an arbitrary JSON value somewhere into a good message: accepted or refused, with a place."""
    message = copy.deepcopy(ACCEPTED[name])
    spot, keys = message, data.draw(st.integers(1, 6))
    for _ in range(keys):
        names = sorted(spot) if isinstance(spot, dict) else list(range(len(spot)))
        chosen = data.draw(st.sampled_from(names)) if names else None
        if chosen is None:
            return
        inner = spot[chosen]
        if isinstance(inner, dict | list) and data.draw(st.booleans()):
            spot = inner
            continue
        spot[chosen] = data.draw(JSON)
        break
    refused(message)


@given(st.dictionaries(st.sampled_from(["type", "text", "contents", "altText", "template"]), JSON))
def test_any_message_object_is_answered(message):
    if str(message.get("type")) not in MESSAGES:
        assert refused(message)


def test_the_bubble_limit_counts_escaped_thai():
    empty = flex_bytes(flex({"type": "text", "text": ""})["contents"])
    fits = (BUBBLE_BYTES - empty) // 6
    assert refused(flex({"type": "text", "text": "ก" * fits})) == []
    assert refused(flex({"type": "text", "text": "ก" * (fits + 1)})) == ["/"]
