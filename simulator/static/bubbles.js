// Draws one message of a chat: text, stickers, media, locations, templates, imagemaps and Flex.

import { actionButton, open, tappable } from "./actions.js";
import { el, icon, picture, webAddress } from "./dom.js";
import { flexMessage } from "./flex.js";

export const STICKERS = [
  { stickerId: "52002734", face: "😊" }, { stickerId: "52002735", face: "🙏" },
  { stickerId: "52002736", face: "👍" }, { stickerId: "52002737", face: "🎉" },
  { stickerId: "52002738", face: "😅" }, { stickerId: "52002739", face: "😢" },
];

const LINK = /https?:\/\/[^\s<>"'“”]+/g;

// Text as LINE shows it: line breaks kept, web addresses made into links.
function linked(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    parts.push(text.slice(from, found.index));
    const uri = found[0];
    parts.push(el("a", {
      href: uri, target: "_blank", rel: "noopener noreferrer", text: uri,
      onclick: (event) => {
        event.preventDefault();
        event.stopPropagation();
        open(uri);
      },
    }));
    from = found.index + uri.length;
  }
  return [...parts, text.slice(from)];
}

const media = (entry, url) => (entry.from === "person" ? `media/${entry.message_id}` : url);

function sticker({ message }) {
  const known = STICKERS.find((one) => one.stickerId === message.stickerId);
  const face = el("span", { class: "sticker", text: known?.face ?? "🙂" });
  return known ? face : el("div", { class: "sticker-unknown" }, face, el("small", { text: "สติกเกอร์" }));
}

function photo(entry) {
  const { message } = entry;
  const frame = picture(media(entry, message.previewImageUrl), "photo");
  const full = webAddress(new URL(media(entry, message.originalContentUrl), location.href).href);
  return el("a", { class: "photo-link", href: full, target: "_blank", rel: "noopener noreferrer" }, frame);
}

function player(tag) {
  return (entry) => el(tag, { class: tag, controls: true, preload: "none", src: media(entry, entry.message.originalContentUrl) });
}

function file(entry) {
  const size = entry.message.fileSize;
  const words = size < 1024 ? `${size} ไบต์` : size < 1048576 ? `${Math.ceil(size / 1024)} KB` : `${(size / 1048576).toFixed(1)} MB`;
  return el("a", { class: "file", href: media(entry), download: entry.message.fileName }, icon("file"),
    el("span", {}, el("strong", { text: entry.message.fileName }), el("small", { text: words })));
}

function place({ message }) {
  return el("div", { class: "place" }, el("div", { class: "place-map" }, icon("pin")),
    el("strong", { text: message.title }), el("span", { text: message.address }));
}

// Buttons template and one column of a carousel look alike.
function card(data, frame, phone) {
  const node = el("div", { class: "card" });
  if (data.thumbnailImageUrl) {
    const image = picture(data.thumbnailImageUrl, `card-image ${frame.imageAspectRatio ?? "rectangle"}`);
    image.style.objectFit = frame.imageSize === "contain" ? "contain" : "cover";
    if (data.imageBackgroundColor) image.style.backgroundColor = data.imageBackgroundColor;
    node.append(image);
  }
  const words = el("div", { class: "card-words" });
  if (data.title) words.append(el("strong", { text: data.title }));
  words.append(el("p", { text: data.text }));
  node.append(tappable(words, data.defaultAction, phone));
  node.append(...data.actions.map((action) => actionButton("card-button", action, phone)));
  return node;
}

const TEMPLATES = {
  buttons: (data, phone) => card(data, data, phone),
  confirm: (data, phone) =>
    el("div", { class: "card" }, el("div", { class: "card-words" }, el("p", { text: data.text })),
      el("div", { class: "card-pair" }, ...data.actions.map((action) => actionButton("card-button", action, phone)))),
  carousel: (data, phone) =>
    el("div", { class: "fx-carousel" }, ...data.columns.map((column) => card(column, data, phone))),
  image_carousel: (data, phone) =>
    el("div", { class: "fx-carousel" }, ...data.columns.map((column) =>
      tappable(el("div", { class: "card card-picture" }, picture(column.imageUrl, "card-image square"),
        column.action.label ? el("span", { text: column.action.label }) : null), column.action, phone))),
};

function imagemap({ message }, phone) {
  const { width, height } = message.baseSize;
  const node = el("div", { class: "imagemap" }, picture(`${message.baseUrl}/1040`, "imagemap-image"));
  node.style.aspectRatio = `${width} / ${height}`;
  node.append(...message.actions.map((action) => {
    const as = { uri: { type: "uri", uri: action.linkUri }, message: action, clipboard: action }[action.type];
    return area(action.area, width, height, as, phone);
  }));
  return node;
}

// A tap area on a picture: also used by rich menus.
export function area(bounds, width, height, action, phone) {
  const node = el("button", { type: "button", class: "area", "aria-label": action.label ?? action.text ?? "" });
  node.style.left = `${(100 * bounds.x) / width}%`;
  node.style.top = `${(100 * bounds.y) / height}%`;
  node.style.width = `${(100 * bounds.width) / width}%`;
  node.style.height = `${(100 * bounds.height) / height}%`;
  return tappable(node, action, phone);
}

const words = ({ message }) => el("div", { class: "text" }, ...linked(message.text));

const DRAW = {
  text: words,
  textV2: words,
  sticker,
  image: photo,
  video: player("video"),
  audio: player("audio"),
  file,
  location: place,
  imagemap,
  template: ({ message }, phone) => TEMPLATES[message.template.type](message.template, phone),
  flex: ({ message }, phone) => flexMessage(message.contents, phone),
};

export function drawn(entry, phone) {
  const draw = DRAW[entry.kind];
  return draw ? draw(entry, phone) : el("div", { class: "text", text: `[${entry.kind}]` });
}

// One line that stands for a message where it is quoted or counted.
export function inShort(entry) {
  if (entry.unsent) return "ข้อความถูกยกเลิก";
  const { message } = entry;
  return message.text ?? message.altText ?? message.fileName ?? message.title ?? `[${entry.kind}]`;
}
