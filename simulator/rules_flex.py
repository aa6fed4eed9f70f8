"""What a Flex message may hold: the tables of LINE's Flex containers and components."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.counting import BUBBLE_BYTES, CAROUSEL_BYTES, flex_bytes
from simulator.fields import (
    COLOUR,
    HTTPS_FILE,
    ByType,
    Field,
    Flag,
    Later,
    ListOf,
    Number,
    Path,
    Pattern,
    Problem,
    Shape,
    Text,
    choice,
    items,
    length,
)
from simulator.rules_actions import FLEX_ACTION, FLEX_BUTTON_ACTION

STEPS = ("none", "xs", "sm", "md", "lg", "xl", "xxl")
TEXT_SIZES = ("xxs", "xs", "sm", "md", "lg", "xl", "xxl", "3xl", "4xl", "5xl")

SPACE = length(*STEPS, units="px")
PADDING = length(*STEPS)
OFFSET = length(*STEPS, negative=True)
EXTENT = length()
TEXT_SIZE = length(*TEXT_SIZES, units="px")
FLEX = Number(0)
RATIO = Pattern(r"[1-9]\d{0,5}(\.\d+)?:[1-9]\d{0,5}(\.\d+)?")
START_END = choice("start", "end", "center")
GRAVITY = choice("top", "bottom", "center")
# LINE sets no length of its own for Flex text: the size of the whole bubble is the limit.
FLEX_TEXT = Text(CAROUSEL_BYTES)

PLACE: dict[str, Field] = {
    "margin": SPACE,
    "position": choice("relative", "absolute"),
    "offsetTop": OFFSET,
    "offsetBottom": OFFSET,
    "offsetStart": OFFSET,
    "offsetEnd": OFFSET,
}
LETTERING: dict[str, Field] = {
    "text": FLEX_TEXT,
    "size": TEXT_SIZE,
    "color": COLOUR,
    "weight": choice("regular", "bold"),
    "style": choice("normal", "italic"),
    "decoration": choice("none", "underline", "line-through"),
}


def _fits_layout(box: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """A baseline box holds icons, texts and fillers; icons stand nowhere else."""
    contents = box.get("contents")
    if not isinstance(contents, list):
        return
    baseline = box.get("layout") == "baseline"
    for index, item in enumerate(contents):
        kind = item.get("type") if isinstance(item, dict) else None
        if baseline and kind in ("box", "button", "image", "video", "separator"):
            yield Problem((*path, "contents", index), f"{kind} can't be placed in a baseline box")
        if not baseline and kind == "icon":
            yield Problem((*path, "contents", index), "icon must be placed in a baseline box")
        if kind == "video":
            yield Problem((*path, "contents", index), "video can be used only in hero")


def _says_something(text: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    if "text" not in text and not text.get("contents"):
        yield Problem((*path, "text"), "must be non-empty text")


def _not_too_tall(image: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    ratio = image.get("aspectRatio")
    if isinstance(ratio, str) and not list(RATIO.check(ratio, path)):
        width, height = map(float, ratio.split(":"))
        if height > width * 3:
            yield Problem((*path, "aspectRatio"), "height must not be more than three times the width")


SPAN = Shape("FlexSpan", {"type": choice("span"), **LETTERING}, ("type", "text"), True)

COMPONENTS: dict[str, Shape] = {
    "box": Shape(
        "FlexBox",
        {
            "type": choice("box"),
            "layout": choice("horizontal", "vertical", "baseline"),
            "flex": FLEX,
            "contents": ListOf(Later(lambda: COMPONENT)),
            "spacing": SPACE,
            **PLACE,
            "backgroundColor": COLOUR,
            "borderColor": COLOUR,
            "borderWidth": length("none", "light", "normal", "medium", "semi-bold", "bold", units="px"),
            "cornerRadius": length(*STEPS, units="px"),
            "width": EXTENT,
            "maxWidth": EXTENT,
            "height": EXTENT,
            "maxHeight": EXTENT,
            "paddingAll": PADDING,
            "paddingTop": PADDING,
            "paddingBottom": PADDING,
            "paddingStart": PADDING,
            "paddingEnd": PADDING,
            "action": FLEX_ACTION,
            "justifyContent": choice(
                "center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"
            ),
            "alignItems": choice("center", "flex-start", "flex-end"),
            "background": Later(lambda: BACKGROUND),
        },
        ("type", "layout", "contents"),
        True,
        (_fits_layout,),
    ),
    "button": Shape(
        "FlexButton",
        {
            "type": choice("button"),
            "flex": FLEX,
            "color": COLOUR,
            "style": choice("primary", "secondary", "link"),
            "action": FLEX_BUTTON_ACTION,
            "gravity": GRAVITY,
            **PLACE,
            "height": choice("md", "sm"),
            "adjustMode": choice("shrink-to-fit"),
            "scaling": Flag(),
        },
        ("type", "action"),
        True,
    ),
    "image": Shape(
        "FlexImage",
        {
            "type": choice("image"),
            "url": HTTPS_FILE,
            "flex": FLEX,
            **PLACE,
            "align": START_END,
            "gravity": GRAVITY,
            "size": length(*TEXT_SIZES, "full"),
            "aspectRatio": RATIO,
            "aspectMode": choice("fit", "cover"),
            "backgroundColor": COLOUR,
            "action": FLEX_ACTION,
            "animated": Flag(),
        },
        ("type", "url"),
        True,
        (_not_too_tall,),
    ),
    "video": Shape(
        "FlexVideo",
        {
            "type": choice("video"),
            "url": HTTPS_FILE,
            "previewUrl": HTTPS_FILE,
            "altContent": Later(lambda: ALT_CONTENT),
            "aspectRatio": RATIO,
            "action": FLEX_ACTION,
        },
        ("type", "url", "previewUrl", "altContent"),
        True,
    ),
    "icon": Shape(
        "FlexIcon",
        {
            "type": choice("icon"),
            "url": HTTPS_FILE,
            "size": TEXT_SIZE,
            "aspectRatio": RATIO,
            **PLACE,
            "scaling": Flag(),
        },
        ("type", "url"),
        True,
    ),
    "text": Shape(
        "FlexText",
        {
            "type": choice("text"),
            "flex": FLEX,
            **LETTERING,
            "align": START_END,
            "gravity": GRAVITY,
            "wrap": Flag(),
            "lineSpacing": Pattern(r"\d+(\.\d+)?px"),
            **PLACE,
            "action": FLEX_ACTION,
            "maxLines": Number(0),
            "contents": ListOf(SPAN),
            "adjustMode": choice("shrink-to-fit"),
            "scaling": Flag(),
        },
        ("type",),
        True,
        (_says_something,),
    ),
    "separator": Shape(
        "FlexSeparator", {"type": choice("separator"), "margin": SPACE, "color": COLOUR}, ("type",), True
    ),
    "filler": Shape("FlexFiller", {"type": choice("filler"), "flex": FLEX}, ("type",), True),
}
COMPONENT: Field = ByType("FlexComponent", COMPONENTS)
BOX = ByType("FlexBox", {"box": COMPONENTS["box"]})
HERO = ByType("FlexComponent", {kind: COMPONENTS[kind] for kind in ("box", "image", "video")})
ALT_CONTENT: Field = ByType("FlexComponent", {kind: COMPONENTS[kind] for kind in ("box", "image")})

BACKGROUND: Field = ByType(
    "FlexBoxBackground",
    {
        "linearGradient": Shape(
            "FlexBoxLinearGradient",
            {
                "type": choice("linearGradient"),
                "angle": Pattern(r"(\d{1,2}|[12]\d\d|3[0-5]\d)(\.\d+)?deg"),
                "startColor": COLOUR,
                "endColor": COLOUR,
                "centerColor": COLOUR,
                "centerPosition": Pattern(r"(\d{1,2}(\.\d+)?|100)%"),
            },
            ("type", "angle", "startColor", "endColor"),
            True,
        )
    },
)

BLOCKS = ("header", "hero", "body", "footer")
BLOCK_STYLE = Shape(
    "FlexBlockStyle", {"backgroundColor": COLOUR, "separator": Flag(), "separatorColor": COLOUR}, (), True
)


def _has_a_block(bubble: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    if not any(block in bubble for block in BLOCKS):
        yield Problem(path, "At least one block must be specified")


def _bubble_size(bubble: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    size = flex_bytes(bubble)
    if size > BUBBLE_BYTES:
        yield Problem(path, f"bubble is {size} bytes as JSON; at most {BUBBLE_BYTES} are allowed")


def _carousel_size(carousel: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    size = flex_bytes(carousel)
    if size > CAROUSEL_BYTES:
        yield Problem(path, f"carousel is {size} bytes as JSON; at most {CAROUSEL_BYTES} are allowed")


def _one_size(carousel: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """Bubbles of one carousel have one size, and no video."""
    bubbles = [bubble for bubble in items(carousel.get("contents")) if isinstance(bubble, dict)]
    if len({str(bubble.get("size") or "mega") for bubble in bubbles}) > 1:
        yield Problem((*path, "contents"), "bubbles in a carousel must have the same size")
    for index, bubble in enumerate(bubbles):
        hero = bubble.get("hero")
        if isinstance(hero, dict) and hero.get("type") == "video":
            yield Problem((*path, "contents", index, "hero"), "video can't be used in a carousel")


BUBBLE = Shape(
    "FlexBubble",
    {
        "type": choice("bubble"),
        "direction": choice("ltr", "rtl"),
        "styles": Shape("FlexBubbleStyles", dict.fromkeys(BLOCKS, BLOCK_STYLE), (), True),
        "header": BOX,
        "hero": HERO,
        "body": BOX,
        "footer": BOX,
        "size": choice("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"),
        "action": FLEX_ACTION,
    },
    ("type",),
    True,
    (_has_a_block, _bubble_size),
)
CAROUSEL = Shape(
    "FlexCarousel",
    {"type": choice("carousel"), "contents": ListOf(ByType("FlexContainer", {"bubble": BUBBLE}), 1, 12)},
    ("type", "contents"),
    True,
    (_one_size, _carousel_size),
)
CONTAINER = ByType("FlexContainer", {"bubble": BUBBLE, "carousel": CAROUSEL})
