// The page: asks for what is new, keeps one phone per person, the tabs, the log and the quota.

import { startClock } from "./clock.js";
import { el } from "./dom.js";
import { showLog } from "./log.js";
import { Phone } from "./phone.js";
import { act, get } from "./server.js";

const phones = new Map();
const stage = document.getElementById("phones");
const tabs = document.getElementById("people");
const botName = document.body.dataset.botName;
let version = 0;
let boot = null;
let looking = false;
let again = false;

async function look() {
  if (looking) {
    again = true;
    return;
  }
  looking = true;
  try {
    take(await get(`state?since=${version}`));
    document.body.classList.remove("offline");
  } catch {
    document.body.classList.add("offline");
  }
  looking = false;
  if (again) {
    again = false;
    look();
  }
}

function take(state) {
  if (boot !== null && boot !== state.boot) return location.reload();
  const changed = boot === null || state.version !== version;
  boot = state.boot;
  version = state.version;
  if (!changed && !document.querySelector(".loading")) return null;
  document.getElementById("empty").hidden = state.people.length > 0;
  const { limit, used } = state.quota;
  document.getElementById("quota").textContent = limit === null ? `ส่งแบบนับโควตา ${used}` : `โควตา ${used} / ${limit}`;
  const dirty = new Set();
  for (const person of state.people) {
    if (!phones.has(person.user_id)) addPhone(person);
    phones.get(person.user_id).show(person, state.groups);
  }
  const names = new Map(state.people.map((person) => [person.user_id, person.name]));
  for (const entry of state.messages) {
    entry.name = names.get(entry.user_id);
    for (const phone of phones.values()) {
      if (!phone.concerns(entry)) continue;
      const known = phone.add(entry);
      if (!known && entry.from === "bot" && !phone.node.classList.contains("current")) phone.unread += 1;
      dirty.add(phone);
    }
  }
  for (const phone of phones.values()) {
    const waiting = state.loading.includes(phone.chat ?? phone.userId);
    if (waiting !== Boolean(phone.waiting)) dirty.add(phone);
    phone.waiting = waiting;
  }
  for (const phone of dirty) phone.refresh();
  drawTabs();
  showLog(state);
  return null;
}

function addPhone(person) {
  const phone = new Phone(person, botName);
  phones.set(person.user_id, phone);
  stage.append(phone.node);
  if (phones.size === 1) select(phone);
}

// On a narrow window the tabs choose the phone; on a wide one they bring it into view.
function select(phone) {
  for (const one of phones.values()) one.node.classList.toggle("current", one === phone);
  phone.unread = 0;
  phone.node.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  phone.toEnd();
  drawTabs();
}

function drawTabs() {
  tabs.replaceChildren(...[...phones.values()].map((phone) =>
    el("button", { type: "button", class: phone.node.classList.contains("current") ? "tab current" : "tab", onclick: () => select(phone) },
      el("span", { text: phone.person.name }),
      phone.person.label ? el("small", { text: phone.person.label }) : null,
      phone.unread ? el("b", { class: "unread", text: String(phone.unread) }) : null)));
}

document.getElementById("add-person").addEventListener("click", () => document.getElementById("new-person").showModal());
document.getElementById("new-person").addEventListener("close", (event) => {
  const dialog = event.target;
  const form = new FormData(dialog.querySelector("form"));
  if (dialog.returnValue === "ok" && form.get("name").trim()) {
    act("people", { name: form.get("name").trim(), label: form.get("label").trim(), follow: true });
  }
  dialog.querySelector("form").reset();
  dialog.returnValue = "";
});
document.getElementById("show-log").addEventListener("click", (event) => {
  const log = document.getElementById("log");
  log.hidden = !log.hidden;
  event.target.setAttribute("aria-expanded", String(!log.hidden));
});
document.addEventListener("look", look);

startClock();
(async () => {
  for (;;) {
    await look();
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
})();
