// One phone: a person's chat with the bot, the input line, quick replies and the rich menu.

import { actionButton } from "./actions.js";
import { area, drawn, inShort, STICKERS } from "./bubbles.js";
import { el, icon, picture, toast } from "./dom.js";
import { act, get } from "./server.js";
import { dateLine, dayKey, time } from "./thai.js";

// How a bubble of the bot came: the hint on its time.
const VIA = { reply: " · ตอบกลับ (ไม่นับโควตา)", push: " · ส่งเอง (นับโควตา)", multicast: " · ส่งหลายคน (นับโควตา)" };

// What a person can answer to: on a phone by holding the bubble, here by a click, on a card by the right button.
const QUOTABLE = ["text", "sticker", "image", "video", "template", "flex"];

export class Phone {
  constructor(person, botName) {
    this.userId = person.user_id;
    this.botName = botName;
    this.entries = new Map();
    this.chat = null;
    this.groups = [];
    this.unread = 0;
    this.menuId = null;
    this.quoted = null;
    this.chosen = [];
    this.build();
    this.show(person, []);
  }

  build() {
    this.name = el("strong", { class: "owner-name" });
    this.role = el("span", { class: "owner-role" });
    this.face = el("span", { class: "face" });
    this.pc = el("input", { type: "checkbox", class: "pc-switch", onchange: () => this.refresh() });
    this.blockButton = el("button", { type: "button", class: "small block", onclick: () => this.block() });
    this.chatPicker = el("select", { class: "chat-picker", "aria-label": "ห้องแชต", onchange: () => this.switchChat() });
    this.rows = el("div", { class: "rows" });
    this.list = el("div", { class: "list", role: "log" }, this.rows);
    this.stuck = true;
    this.list.addEventListener("scroll", () => {
      this.stuck = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
    });
    const follow = new ResizeObserver(() => this.stuck && this.toEnd());
    follow.observe(this.list);
    follow.observe(this.rows);
    this.quick = el("div", { class: "quick-replies" });
    this.menu = el("div", { class: "rich-menu", hidden: true });
    this.menuBar = el("button", { type: "button", class: "menu-bar", hidden: true, onclick: () => this.openMenu(this.menu.hidden) });
    this.title = el("span", { class: "chat-title", text: this.botName });
    this.screen = el("div", { class: "screen" },
      el("div", { class: "chat-top" }, icon("back"), this.title, this.chatPicker),
      this.list, this.quick, this.extras(), this.inputLine(), this.menuBar, this.menu);
    this.node = el("section", { class: "phone", "data-user-id": this.userId },
      el("div", { class: "owner" }, this.face, el("div", { class: "owner-words" }, this.name, this.role),
        el("label", { class: "pc" }, this.pc, el("span", { text: "LINE สำหรับ PC" })), this.blockButton),
      this.screen);
  }

  extras() {
    this.preview = el("div", { class: "preview", hidden: true });
    this.quoteStrip = el("div", { class: "quote-strip", hidden: true });
    this.stickers = el("div", { class: "stickers", hidden: true }, ...STICKERS.map((one) =>
      el("button", { type: "button", text: one.face, "aria-label": `สติกเกอร์ ${one.face}`, onclick: () => {
        this.stickers.hidden = true;
        this.say({ type: "sticker", packageId: "11537", stickerId: one.stickerId });
      } })));
    this.blockedNote = el("p", { class: "blocked-note", text: "บล็อกบอตอยู่ ข้อความจะไม่ถึงกัน" });
    return el("div", { class: "extras" }, this.blockedNote, this.quoteStrip, this.preview, this.stickers);
  }

  inputLine() {
    this.input = el("textarea", { class: "input", rows: 1, placeholder: "ข้อความ", "aria-label": "ข้อความ" });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.send();
      }
    });
    this.input.addEventListener("input", () => this.fit());
    this.files = el("input", { type: "file", class: "files", multiple: true, hidden: true, onchange: () => this.previewFiles() });
    const tool = (name, label, onclick) =>
      el("button", { type: "button", class: `tool tool-${name}`, "aria-label": label, title: label, onclick }, icon(name));
    return el("div", { class: "input-line" }, this.files,
      tool("file", "แนบไฟล์", () => this.chooseFiles("file")),
      tool("photo", "ส่งรูป", () => this.chooseFiles("image")),
      this.input,
      tool("smile", "สติกเกอร์", () => { this.stickers.hidden = !this.stickers.hidden; }),
      tool("send", "ส่ง", () => this.send()));
  }

  // What the state says about the person and the groups: name, block, rich menu, chats.
  show(person, groups) {
    this.person = person;
    this.name.textContent = person.name;
    this.role.textContent = person.label;
    this.face.textContent = [...person.name.replace(/^(นางสาว|นาย|นาง)/, "").trim()][0] ?? "";
    this.face.style.backgroundColor = `hsl(${[...this.userId].reduce((sum, c) => sum + c.charCodeAt(0) * 7, 0) % 360} 45% 55%)`;
    this.blockButton.textContent = person.blocked ? "เลิกบล็อก" : person.friend ? "บล็อก" : "เพิ่มเพื่อน";
    this.node.classList.toggle("blocked", person.blocked);
    this.blockedNote.hidden = !person.blocked;
    this.input.disabled = person.blocked;
    this.groups = groups.filter((group) => group.members.includes(this.userId));
    const chats = [["", this.botName], ...this.groups.map((group) => [group.group_id, group.name])];
    this.chatPicker.replaceChildren(...chats.map(([value, text]) => el("option", { value, text })));
    this.chatPicker.value = this.chat ?? "";
    this.chatPicker.hidden = chats.length < 2;
    this.title.hidden = chats.length > 1;
    if (person.rich_menu !== this.menuId) this.loadMenu(person.rich_menu);
  }

  add(entry) {
    const known = this.entries.has(entry.n);
    this.entries.set(entry.n, entry);
    return known;
  }

  // Whether this message stands on this phone at all.
  concerns(entry) {
    return entry.group ? this.groups.some((group) => group.group_id === entry.group) : entry.user_id === this.userId;
  }

  visible() {
    return [...this.entries.values()].filter((entry) => (entry.group ?? null) === this.chat).sort((a, b) => a.n - b.n);
  }

  refresh() {
    const entries = this.visible();
    const rows = [];
    let before = null;
    for (const entry of entries) {
      if (!before || dayKey(before.at) !== dayKey(entry.at)) {
        rows.push(el("div", { class: "day" }, el("span", { text: dateLine(entry.at) })));
        before = null;
      }
      rows.push(this.row(entry, before));
      before = entry;
    }
    if (this.waiting) rows.push(el("div", { class: "row bot loading" }, el("div", { class: "text", text: "● ● ●" })));
    this.rows.replaceChildren(...rows);
    this.drawQuick(entries.at(-1));
    this.node.classList.toggle("on-pc", this.pc.checked);
    if (this.stuck) this.toEnd();
  }

  // Opening a chat or a menu, or a keyboard that takes room, leaves the newest message in sight.
  toEnd() {
    this.stuck = true;
    this.list.scrollTop = this.list.scrollHeight;
  }

  row(entry, before) {
    // Drawings are kept: a carousel stays where the person scrolled it to.
    this.drawings ??= new Map();
    const key = `${entry.n}/${entry.unsent}/${entry.message.text}/${before?.from === entry.from}`;
    if (!this.drawings.has(key)) this.drawings.set(key, this.drawRow(entry, before));
    return this.drawings.get(key);
  }

  drawRow(entry, before) {
    if (entry.unsent) return el("div", { class: "notice", text: "ยกเลิกการส่งข้อความแล้ว" });
    const own = entry.from === "person" && entry.user_id === this.userId;
    const first = before?.from !== entry.from || (entry.group && before?.user_id !== entry.user_id);
    const body = el("div", { class: `bubble kind-${entry.kind}`, "data-message-id": entry.message_id });
    if (entry.message.quotedMessageId) body.append(this.quoteOf(entry.message.quotedMessageId));
    body.append(drawn(entry, this));
    const sender = entry.from === "bot" ? entry.message.sender?.name ?? this.botName : entry.name ?? "";
    const row = el("div", { class: `row ${own ? "own" : "bot"} ${first ? "first" : ""} wide-${entry.kind}` },
      own ? null : el("span", { class: "avatar", text: first ? (entry.from === "bot" ? "บอต" : [...sender][0] ?? "") : "" }),
      el("div", { class: "column" }, !own && first && sender ? el("span", { class: "sender", text: sender }) : null, body),
      el("time", { text: time(entry.at), title: `${dateLine(entry.at)}${VIA[entry.via] ?? ""}` }));
    if (entry.kind === "text" || own) body.addEventListener("click", () => this.bubbleMenu(entry, row, own));
    else if (QUOTABLE.includes(entry.kind)) body.addEventListener("contextmenu", (event) => { // a click taps a card
      event.preventDefault();
      this.bubbleMenu(entry, row, own);
    });
    return row;
  }

  bubbleMenu(entry, row, own) {
    const open = row.querySelector(".bubble-menu");
    if (open || getSelection()?.toString()) return open?.remove();
    const choices = [];
    if (entry.via !== "postback" && QUOTABLE.includes(entry.kind)) {
      choices.push(el("button", { type: "button", text: "ตอบกลับ", onclick: () => this.quote(entry) }));
    }
    if (own && entry.via === "person") {
      choices.push(el("button", { type: "button", class: "unsend", text: "ยกเลิกข้อความ", onclick: () =>
        act("unsend", { user_id: this.userId, message_id: entry.message_id }) }));
    }
    if (choices.length) row.append(el("div", { class: "bubble-menu", onclick: (event) => event.currentTarget.remove() }, ...choices));
    return null;
  }

  quoteOf(messageId) {
    const quoted = [...this.entries.values()].find((entry) => entry.message_id === messageId);
    return el("div", { class: "quote", text: quoted ? inShort(quoted) : "ข้อความก่อนหน้า" });
  }

  quote(entry) {
    this.quoted = entry?.message_id ?? null;
    this.quoteStrip.hidden = !entry;
    this.quoteStrip.replaceChildren(...(entry ? [el("span", { text: inShort(entry) }),
      el("button", { type: "button", "aria-label": "ไม่ตอบกลับ", onclick: () => this.quote(null) }, icon("close"))] : []));
  }

  // Quick replies stand only under the last message of the chat, and never on a PC.
  drawQuick(last) {
    const items = last?.from === "bot" && !this.pc.checked ? last.message.quickReply?.items ?? [] : [];
    const key = items.length ? String(last.n) : "";
    if (this.quickKey === key) return;
    this.quickKey = key;
    this.quick.replaceChildren(...items.map((item) => {
      const node = actionButton("quick-reply", item.action, this);
      if (item.imageUrl) node.prepend(picture(item.imageUrl, "quick-icon"));
      return node;
    }));
  }

  async loadMenu(menuId) {
    this.menuId = menuId;
    this.menu.hidden = this.menuBar.hidden = true;
    if (!menuId) return;
    const menu = await get(`richmenus/${menuId}`).catch(() => null);
    if (!menu || this.menuId !== menuId) return;
    const image = picture(`richmenus/${menuId}/image`, "rich-menu-image");
    this.menu.replaceChildren(image, ...menu.areas.map((one) => area(one.bounds, menu.size.width, menu.size.height, one.action, this)));
    this.menu.style.aspectRatio = `${menu.size.width} / ${menu.size.height}`;
    this.menuBar.replaceChildren(icon("menu"), el("span", { text: menu.chatBarText }));
    this.menuBar.hidden = false;
    this.openMenu(menu.selected);
  }

  openMenu(opened) {
    this.menu.hidden = !opened || !this.menuId;
    this.toEnd();
  }

  say(said) {
    this.stuck = true;
    return act("say", { user_id: this.userId, group: this.chat ?? undefined, ...said });
  }

  async send() {
    if (this.chosen.length) await this.sendFiles();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.fit();
    const quoted = this.quoted ?? undefined;
    this.quote(null);
    if (!(await this.say({ type: "text", text, quoted }))) this.fill(text);
  }

  fill(text) {
    this.input.value = text;
    this.fit();
    this.input.focus();
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
  }

  chooseFiles(kind) {
    this.files.accept = kind === "file" ? "" : "image/*";
    if (kind === "camera") this.files.setAttribute("capture", "environment");
    else this.files.removeAttribute("capture");
    this.files.value = "";
    this.files.click();
  }

  previewFiles() {
    this.chosen = [...this.files.files];
    this.preview.hidden = !this.chosen.length;
    this.preview.replaceChildren(...this.chosen.map((one) => {
      if (!one.type.startsWith("image/")) return el("span", { class: "preview-file", text: one.name });
      const frame = el("img", { alt: one.name });
      frame.src = URL.createObjectURL(one);
      frame.addEventListener("load", () => URL.revokeObjectURL(frame.src));
      return frame;
    }), el("button", { type: "button", class: "main preview-send", text: `ส่ง ${this.chosen.length} รายการ`, onclick: () => this.sendFiles() }),
    el("button", { type: "button", class: "small", text: "ยกเลิก", onclick: () => this.dropFiles() }));
  }

  dropFiles() {
    this.chosen = [];
    this.preview.hidden = true;
    this.preview.replaceChildren();
  }

  async sendFiles() {
    const form = new FormData();
    form.append("user_id", this.userId);
    if (this.chat) form.append("group", this.chat);
    for (const one of this.chosen) form.append("file", one, one.name);
    this.dropFiles();
    this.stuck = true;
    await act("upload", form);
  }

  async block() {
    const blocking = this.person.friend && !this.person.blocked;
    if (await act(`people/${this.userId}/${blocking ? "block" : "unblock"}`, {})) {
      toast(blocking ? `${this.person.name} บล็อกบอตแล้ว` : `${this.person.name} เป็นเพื่อนกับบอตแล้ว`);
    }
  }

  switchChat() {
    this.chat = this.chatPicker.value || null;
    this.stuck = true;
    this.refresh();
  }
}
