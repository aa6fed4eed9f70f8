// Builds elements. Text only ever goes in as textContent, so nothing a person or the bot wrote can become markup.

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const PATHS = {
  send: "M3 11.5 21 3l-5.5 18-3.6-7.2L3 11.5Z",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8.5 10h.01M15.5 10h.01M8.5 14.5c2 2 5 2 7 0",
  menu: "M4 7h16M4 12h16M4 17h16",
  back: "M15 5l-7 7 7 7",
  pin: "M12 21s7-6.5 7-11.5A7 7 0 0 0 5 9.5C5 14.5 12 21 12 21ZM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  close: "M6 6l12 12M18 6 6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function toast(...lines) {
  const shown = lines.flat().filter(Boolean);
  if (!shown.length) return;
  const note = el("div", { class: "toast" }, ...shown.map((line) => el("p", { text: line })));
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), 2500 + 1200 * shown.length);
}

// Only web addresses become links and pictures, whatever the data says.
export function webAddress(text) {
  try {
    const address = new URL(text);
    return ["http:", "https:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

const NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

// A picture; if it cannot be loaded, an empty frame stands in its place.
export function picture(url, className) {
  const frame = el("img", { class: className, alt: "", loading: "lazy", referrerpolicy: "no-referrer" });
  frame.addEventListener("error", () => {
    if (frame.src === NOTHING) return;
    frame.classList.add("missing");
    frame.src = NOTHING;
  });
  const address = webAddress(new URL(url, location.href).href);
  if (address) frame.src = address;
  return frame;
}
