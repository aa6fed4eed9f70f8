// The bar with the simulated clock, shown when the stand-in was started with --clock-url.

import { toast } from "./dom.js";
import { get, post } from "./server.js";

const url = document.body.dataset.clockUrl;
const find = (id) => document.getElementById(id);

function show(clock) {
  find("clock").hidden = false;
  find("clock-now").textContent = clock.text;
  find("clock-next").textContent = clock.next ? `ถัดไป: ${clock.next.text}` : "ไม่มีเหตุการณ์ถัดไป";
  find("clock-to-next").disabled = !clock.next;
}

async function move(how) {
  const buttons = [find("clock-to-next"), find("clock-day")];
  for (const button of buttons) button.disabled = true;
  find("clock").classList.add("moving");
  try {
    const clock = await post(url, how);
    buttons[1].disabled = false;
    show(clock);
    toast(clock.text, ...(clock.happened ?? []));
  } catch (error) {
    toast(`เลื่อนนาฬิกาไม่ได้: ${error.message}`);
    for (const button of buttons) button.disabled = false;
  }
  find("clock").classList.remove("moving");
  document.dispatchEvent(new Event("look"));
}

export function startClock() {
  if (!url) return;
  find("clock-to-next").addEventListener("click", () => move({ to: "next" }));
  find("clock-day").addEventListener("click", () => move({ days: 1 }));
  const look = async () => {
    if (!find("clock").classList.contains("moving")) {
      try {
        show(await get(url));
      } catch {
        find("clock").hidden = true;
      }
    }
    setTimeout(look, 3000);
  };
  look();
}

