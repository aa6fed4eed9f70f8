// The date and time sheet of a datetimepicker action, with the browser's own input inside.

import { el } from "./dom.js";
import { picked } from "./thai.js";

const INPUT = { date: "date", time: "time", datetime: "datetime-local" };

// Shows the sheet over a phone's screen; resolves to the picked value or null.
export function pick(action, screen) {
  return new Promise((resolve) => {
    const limits = { min: action.min?.replace("t", "T"), max: action.max?.replace("t", "T") };
    const input = el("input", { type: INPUT[action.mode], class: "picker-input", ...limits });
    input.value = (action.initial ?? "").replace("t", "T");
    const words = el("p", { class: "picker-words", text: picked(action.mode, input.value) });
    const ok = el("button", { type: "button", class: "main picker-ok", text: "ตกลง" });
    const cancel = el("button", { type: "button", text: "ยกเลิก" });
    const sheet = el(
      "div",
      { class: "sheet", role: "dialog", "aria-label": "เลือกวันเวลา" },
      el("div", { class: "sheet-card" }, el("h3", { text: action.label || "เลือกวันที่" }), input, words,
        el("div", { class: "row" }, cancel, ok)),
    );
    const refresh = () => {
      words.textContent = picked(action.mode, input.value);
      ok.disabled = !input.value || !input.checkValidity();
    };
    const end = (value) => {
      sheet.remove();
      resolve(value);
    };
    input.addEventListener("input", refresh);
    ok.addEventListener("click", () => end(input.value));
    cancel.addEventListener("click", () => end(null));
    refresh();
    screen.append(sheet);
    input.focus();
  });
}
