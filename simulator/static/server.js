// The control API, with addresses relative to the page so that it works behind any prefix.

import { toast } from "./dom.js";

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || `เครื่องจำลองตอบ ${response.status}`);
  return body;
}

export const get = async (path) => answer(await fetch(path, { cache: "no-store" }));

export async function post(path, body) {
  const form = body instanceof FormData;
  return answer(
    await fetch(path, {
      method: "POST",
      headers: form ? {} : { "Content-Type": "application/json" },
      body: form ? body : JSON.stringify(body),
    }),
  );
}

// Does something for a person and looks at once for what came of it; a refusal is shown, not lost.
export async function act(path, body) {
  try {
    return await post(path, body);
  } catch (error) {
    toast(error.message);
    return null;
  } finally {
    document.dispatchEvent(new Event("look"));
  }
}
