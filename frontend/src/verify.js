// "Check here": a file of the ledger is checked in the reader's own browser; what is said stands in the page.
import { checkFile } from "./verifying/files.js";
import { Refused, readBytes } from "./verifying/reading.js";

const UNREADABLE = /^(proof-(file|format|field|key)-|note-(unreadable|key-unreadable)|certificate-unreadable)/;

export function offerChecks() {
  for (const place of document.querySelectorAll("[data-verify]")) offer(place);
}

function offer(place) {
  const button = place.querySelector("[data-verify-run]");
  const chooser = place.querySelector("[data-verify-file]");
  place.querySelector("[data-verify-offer]").hidden = false;
  if (button) button.addEventListener("click", () => check(place, () => ownText(place)));
  if (chooser) {
    chooser.addEventListener("change", () => {
      if (chooser.files.length) check(place, async () => readBytes(await chooser.files[0].arrayBuffer()));
    });
  }
}

async function check(place, textOf) {
  const result = place.querySelector("[data-verify-result]");
  result.replaceChildren(element("p", word(place, "running")));
  result.setAttribute("aria-busy", "true");
  const parts = await told(place, textOf);
  result.replaceChildren(...parts);
  result.removeAttribute("aria-busy");
}

async function told(place, textOf) {
  if (!globalThis.crypto || !crypto.subtle) return [verdict(place, "no-crypto", "unreadable")];
  try {
    const found = await checkFile(await textOf(), keysOf(place));
    return [
      verdict(place, "holds", "holds"),
      ...list(place, "shown", found.shown),
      ...list(place, "not-shown", found.notShown),
      ...found.texts.map((each) => unfolded(place, each)),
    ];
  } catch (error) {
    if (!(error instanceof Refused)) return [verdict(place, "failed", "unreadable")];
    const kind = UNREADABLE.test(error.code) ? "unreadable" : "wrong";
    const why = word(place, error.code, error.values) || error.code;
    return [verdict(place, kind, kind), element("p", why)];
  }
}

// The file itself where the page carries it, else fetched from its address.
async function ownText(place) {
  const carried = document.getElementById(place.dataset.proof || "proof");
  if (carried) return carried.textContent;
  const answer = await fetch(place.dataset.proofUrl);
  if (!answer.ok) throw new Error(answer.status);
  return readBytes(await answer.arrayBuffer());
}

// Keys that the reader typed; none: those that the file names, which the result says.
function keysOf(place) {
  const field = place.querySelector("[data-verify-keys]");
  const lines = (field ? field.value : "").split("\n").map((line) => line.trim());
  const keys = lines.filter((line) => line && !line.startsWith("#"));
  return keys.length ? keys : null;
}

function word(place, code, values = {}) {
  const found = place.querySelector(`[data-verify-words] [data-code="${CSS.escape(code)}"]`);
  const named = (name) => {
    const value = String(values[name] ?? "");
    return word(place, `name-${value || "empty"}`) || value;
  };
  return found ? found.textContent.trim().replace(/\{(\w+)\}/g, (_, name) => named(name)) : "";
}

function list(place, title, findings) {
  const lines = element("ul");
  lines.append(...findings.map(({ code, values }) => element("li", word(place, code, values) || code)));
  return findings.length ? [element("h3", word(place, title)), lines] : [];
}

function verdict(place, code, kind) {
  const line = element("p", word(place, code));
  line.className = `verdict is-${kind}`;
  return line;
}

function unfolded(place, { kind, text }) {
  const box = element("details");
  const body = element("pre", text.startsWith("{") ? JSON.stringify(JSON.parse(text), null, 2) : text);
  box.append(element("summary", word(place, `text-${kind}`)), body);
  return box;
}

function element(name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

offerChecks();
