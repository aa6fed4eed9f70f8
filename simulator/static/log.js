// The drawer with the last calls between bot and platform, newest first.

import { el, icon } from "./dom.js";
import { time } from "./thai.js";

const KEPT = 120;
const lines = [];

export function showLog(state) {
  const fresh = [
    ...state.calls.map((call) => ({ ...call, way: "บอต → LINE", what: `${call.method} ${call.path.replace("/v2/bot", "")}` })),
    ...state.webhooks.map((hook) => ({ ...hook, way: "LINE → บอต", what: hook.type + (hook.redelivery ? " (ซ้ำ)" : "") })),
  ].sort((a, b) => a.n - b.n);
  if (!fresh.length) return;
  lines.push(...fresh);
  lines.splice(0, lines.length - KEPT);
  document.getElementById("log").replaceChildren(
    el("h2", { text: "บันทึกการติดต่อ" }),
    el("button", { type: "button", "aria-label": "ปิดบันทึก", onclick: () => document.getElementById("show-log").click() }, icon("close")),
    ...lines.toReversed().map((line) =>
      el("div", { class: line.status >= 200 && line.status < 300 ? "line" : "line bad" },
        el("span", { class: "way", text: line.way }),
        el("b", { text: line.status || "ไม่ตอบ" }),
        el("span", { class: "what", text: line.what }),
        el("time", { text: time(line.at) }),
        line.error ? el("small", { text: typeof line.error === "string" ? line.error : line.error.message ?? "" }) : null)),
  );
}
