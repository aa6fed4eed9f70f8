// Draws Flex messages: bubbles, carousels and their components, laid out as LINE does.

import { actionButton, tappable } from "./actions.js";
import { el, picture } from "./dom.js";

const STEP = { none: "0", xs: "2px", sm: "4px", md: "8px", lg: "12px", xl: "16px", xxl: "20px" };
const BORDER = { none: "0", light: "0.5px", normal: "1px", medium: "2px", "semi-bold": "3px", bold: "4px" };
const TEXT = {
  xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74,
};
const IMAGE = {
  xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, "3xl": 180, "4xl": 200, "5xl": 220,
};
const ALIGN = { start: "left", center: "center", end: "right" };
const SIDE = { start: "flex-start", center: "center", end: "flex-end" };
const GRAVITY = { top: "flex-start", center: "center", bottom: "flex-end" };

const step = (value) => (value === undefined ? undefined : (STEP[value] ?? value));
const textSize = (value = "md") => (TEXT[value] ? `${TEXT[value]}px` : value);

// Sets styles one by one; `undefined` leaves what the style sheet says.
function style(node, styles) {
  for (const [name, value] of Object.entries(styles)) if (value !== undefined) node.style[name] = value;
  return node;
}

export function flexMessage(contents, phone) {
  if (contents.type === "bubble") return bubble(contents, phone);
  return el("div", { class: "fx-carousel" }, ...contents.contents.map((one) => bubble(one, phone)));
}

function bubble(data, phone) {
  const node = el("div", { class: `fx-bubble fx-${data.size ?? "mega"}`, dir: data.direction ?? "ltr" });
  for (const name of ["header", "hero", "body", "footer"]) {
    if (!data[name]) continue;
    const look = data.styles?.[name] ?? {};
    const block = el("div", { class: `fx-block fx-${name}` });
    style(block, { backgroundColor: look.backgroundColor });
    if (look.separator) style(block, { borderTop: `1px solid ${look.separatorColor ?? "#d4d6da"}` });
    block.append(component(data[name], phone, { layout: "vertical", first: true }));
    node.append(block);
  }
  return tappable(node, data.action, phone);
}

const DRAW = { box, button, image, video, icon, text, separator, filler };

function component(data, phone, parent) {
  const node = (DRAW[data.type] ?? filler)(data, phone, parent);
  const across = parent.layout !== "vertical";
  const gap = parent.first ? undefined : step(data.margin ?? parent.spacing);
  style(node, across ? { marginInlineStart: gap } : { marginTop: gap });
  grow(node, data, across);
  if (data.position === "absolute") style(node, { position: "absolute", margin: "0" });
  else if (data.offsetTop || data.offsetBottom || data.offsetStart || data.offsetEnd) style(node, { position: "relative" });
  style(node, {
    top: step(data.offsetTop), bottom: step(data.offsetBottom),
    insetInlineStart: step(data.offsetStart), insetInlineEnd: step(data.offsetEnd),
  });
  return node;
}

// Horizontal and baseline boxes share their width by flex (1 unless said otherwise); vertical ones stack.
function grow(node, data, across) {
  const fixed = ["icon", "separator"].includes(data.type) || (data.type === "box" && data.width);
  const flex = data.flex ?? (data.type === "filler" ? 1 : across && !fixed ? 1 : 0);
  if (across) style(node, { flex: flex ? `${flex} 0 0` : "0 0 auto", minWidth: flex ? "0" : undefined });
  else style(node, { flex: flex ? `${flex} 0 auto` : "0 0 auto" });
  if (across && data.gravity) style(node, { alignSelf: GRAVITY[data.gravity] });
  if (!across && data.gravity && flex) style(node, { alignContent: data.gravity === "top" ? "start" : data.gravity });
}

function box(data, phone) {
  const node = el("div", { class: `fx-box fx-${data.layout}` });
  style(node, {
    backgroundColor: data.backgroundColor,
    borderColor: data.borderColor,
    borderWidth: BORDER[data.borderWidth] ?? data.borderWidth,
    borderStyle: data.borderWidth && data.borderWidth !== "none" ? "solid" : undefined,
    borderRadius: step(data.cornerRadius),
    overflow: data.cornerRadius ? "hidden" : undefined,
    width: data.width, maxWidth: data.maxWidth, height: data.height, maxHeight: data.maxHeight,
    padding: step(data.paddingAll),
    paddingTop: step(data.paddingTop), paddingBottom: step(data.paddingBottom),
    paddingInlineStart: step(data.paddingStart), paddingInlineEnd: step(data.paddingEnd),
    justifyContent: data.justifyContent, alignItems: data.alignItems,
  });
  if (data.maxHeight || data.height) style(node, { overflow: "hidden" });
  if (data.background?.type === "linearGradient") {
    const { angle, startColor, centerColor, centerPosition, endColor } = data.background;
    const middle = centerColor ? `${centerColor} ${centerPosition ?? "50%"}, ` : "";
    style(node, { backgroundImage: `linear-gradient(${angle}, ${startColor}, ${middle}${endColor})` });
  }
  data.contents.forEach((child, index) =>
    node.append(component(child, phone, { layout: data.layout, spacing: data.spacing, first: index === 0 })),
  );
  return tappable(node, data.action, phone);
}

function lettering(node, data) {
  return style(node, {
    fontSize: data.size ? textSize(data.size) : undefined,
    color: data.color,
    fontWeight: data.weight === "bold" ? "700" : data.weight ? "400" : undefined,
    fontStyle: data.style,
    textDecoration: data.decoration,
  });
}

function text(data, phone) {
  const node = el("div", { class: data.wrap ? "fx-text fx-wrap" : "fx-text" });
  if (data.contents?.length) {
    node.append(...data.contents.map((span) => lettering(el("span", { text: span.text }), span)));
  } else {
    node.textContent = data.text;
  }
  lettering(node, data);
  style(node, { textAlign: ALIGN[data.align] });
  if (data.lineSpacing) style(node, { lineHeight: `calc(1.45em + ${data.lineSpacing})` });
  if (data.wrap && data.maxLines) {
    node.classList.add("fx-clamp");
    style(node, { webkitLineClamp: String(data.maxLines) });
  }
  return tappable(node, data.action, phone);
}

function button(data, phone) {
  const kind = data.style ?? "link";
  const node = actionButton(`fx-button fx-${kind} fx-${data.height ?? "md"}`, data.action, phone);
  const colour = kind === "link" ? { color: data.color } : { backgroundColor: data.color };
  return style(node, colour);
}

function image(data, phone) {
  const [width, height] = (data.aspectRatio ?? "1:1").split(":");
  const frame = picture(data.url, "fx-picture");
  style(frame, { objectFit: data.aspectMode === "cover" ? "cover" : "contain", backgroundColor: data.backgroundColor });
  const size = data.size ?? "md";
  const holder = el("div", { class: "fx-image-holder" }, frame);
  style(holder, {
    width: size === "full" ? "100%" : IMAGE[size] ? `${IMAGE[size]}px` : size,
    aspectRatio: `${width} / ${height}`,
  });
  const node = el("div", { class: "fx-image" }, holder);
  style(node, { justifyContent: SIDE[data.align ?? "center"] });
  return tappable(node, data.action, phone);
}

function video(data, phone) {
  return component(data.altContent, phone, { layout: "vertical", first: true });
}

function icon(data) {
  const [width, height] = (data.aspectRatio ?? "1:1").split(":").map(Number);
  const node = el("div", { class: "fx-icon" }, picture(data.url, "fx-picture"));
  const size = parseFloat(textSize(data.size));
  return style(node, { height: `${size}px`, width: `${(size * width) / height}px` });
}

function separator(data, phone, parent) {
  const node = el("div", { class: parent.layout === "vertical" ? "fx-separator" : "fx-separator fx-upright" });
  return style(node, { backgroundColor: data.color });
}

function filler() {
  return el("div", { class: "fx-filler" });
}
