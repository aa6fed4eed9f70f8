// What a tap on a button, a quick reply or a rich menu does.

import { el, toast, webAddress } from "./dom.js";
import { pick } from "./picker.js";

export async function perform(action, phone) {
  const acts = {
    message: () => phone.say({ type: "text", text: action.text ?? action.label }),
    postback: () => postback(action, phone),
    uri: () => open(action.uri),
    datetimepicker: () => choose(action, phone),
    camera: () => phone.chooseFiles("camera"),
    cameraRoll: () => phone.chooseFiles("image"),
    location: () => phone.say({ type: "location" }),
    clipboard: () => copy(action.clipboardText),
    richmenuswitch: () =>
      phone.say({ type: "postback", data: action.data, richMenuAliasId: action.richMenuAliasId }),
  };
  await acts[action.type]?.();
}

async function postback(action, phone) {
  await phone.say({ type: "postback", data: action.data, displayText: action.displayText });
  if (action.text) await phone.say({ type: "text", text: action.text });
  if (action.inputOption === "openKeyboard") phone.fill(action.fillInText ?? "");
  if (action.inputOption === "closeRichMenu") phone.openMenu(false);
  if (action.inputOption === "openRichMenu") phone.openMenu(true);
}

export function open(uri) {
  const address = webAddress(uri);
  if (!address) {
    toast(uri.startsWith("tel:") ? `โทร ${uri.slice(4)}` : `เปิด ${uri}`);
    return;
  }
  const outside = new URL(address).searchParams.get("openExternalBrowser") === "1";
  toast(outside ? "เปิดในเบราว์เซอร์ของโทรศัพท์" : "เปิดในเบราว์เซอร์ของ LINE");
  window.open(address, "_blank", "noopener,noreferrer");
}

async function choose(action, phone) {
  const value = await pick(action, phone.screen);
  if (value) await phone.say({ type: "postback", data: action.data, params: { [action.mode]: value } });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("คัดลอกแล้ว");
  } catch {
    toast("คัดลอกข้อความนี้", text);
  }
}

// Makes any drawn thing tappable, by finger and by keyboard.
export function tappable(node, action, phone) {
  if (!action) return node;
  node.classList.add("tappable");
  if (!(node instanceof HTMLButtonElement)) {
    node.setAttribute("role", "button");
    node.tabIndex = 0;
  }
  const tap = (event) => {
    event.stopPropagation();
    perform(action, phone);
  };
  node.addEventListener("click", tap);
  node.addEventListener("keydown", (event) => {
    if (event.target === node && event.key === "Enter" && !(node instanceof HTMLButtonElement)) tap(event);
  });
  return node;
}

export const actionButton = (className, action, phone) =>
  tappable(el("button", { class: className, type: "button", text: action.label }), action, phone);
