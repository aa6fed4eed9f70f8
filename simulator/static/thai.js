// Thai dates and times of Asia/Bangkok, whatever the browser's own zone and language are.

const MONTHS = [
  "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
  "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
];
const DAYS = ["อาทิตย์", "จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์"];
const BANGKOK_MS = 7 * 3600 * 1000;

// Bangkok has no summer time, so its wall clock is UTC plus seven hours.
const local = (ms) => new Date(ms + BANGKOK_MS);
const two = (number) => String(number).padStart(2, "0");

export const dayKey = (ms) => local(ms).toISOString().slice(0, 10);
export const time = (ms) => `${two(local(ms).getUTCHours())}:${two(local(ms).getUTCMinutes())}`;

export function date(ms) {
  const day = local(ms);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear() + 543}`;
}

export const dateLine = (ms) => `วัน${DAYS[local(ms).getUTCDay()]}ที่ ${date(ms)}`;

// What a picked value means in words: 2026-12-25 → 25 ธันวาคม 2569.
export function picked(mode, value) {
  if (!value) return "";
  if (mode === "time") return `${value} น.`;
  const [day, clock] = value.split("T");
  const words = date(Date.parse(`${day}T00:00:00+07:00`));
  return clock ? `${words} ${clock} น.` : words;
}
