// Sending what is kept, one by one and in order; whatever goes wrong, it stays until the server has said that it has it.
import { changeEdit, editsOf, keepEdit, keepItem, keepSheet, person, setPerson, sheetsOf } from "./store.js";
import { now } from "./writing.js";
import { word } from "./words.js";

const home = document.getElementById("main").dataset.home;
export const standing = { isOnline: navigator.onLine, isLoggedIn: null, sheets: [], csrf: "", clock: 0, said: "" };
const LATER = [408, 425, 429, 500, 502, 503, 504, 507];

// Who is logged in; null: nobody, or there is no connection.
export async function ask() {
  if (!navigator.onLine) {
    standing.isOnline = false;
    return null;
  }
  try {
    const response = await fetch(`${home}me.json`, { credentials: "same-origin", redirect: "error" });
    standing.isOnline = true;
    standing.clock = clockOf(response);
    if (response.status === 401) {
      standing.isLoggedIn = false;
      return null;
    }
    if (!response.ok) throw new Error(String(response.status));
    const told = await response.json();
    Object.assign(standing, { isLoggedIn: true, csrf: told.csrf, sheets: told.sheets });
    await setPerson({ number: told.person, name: told.name });
    return told;
  } catch {
    standing.isOnline = false;
    return null;
  }
}

// By how many minutes the clock of this device is ahead of the server's.
function clockOf(response) {
  const said = Date.parse(response.headers.get("Date") || "");
  return Number.isNaN(said) ? 0 : Math.round((Date.now() - said) / 60000);
}

export async function fetchSheet(owner, kind, subject) {
  const response = await fetch(`${home}${kind}/${subject}/sheet.json`, { credentials: "same-origin" });
  if (response.ok) await keepSheet(owner, await response.json());
  else if (response.status === 403 || response.status === 404) await noteRefusal(owner, kind, subject, response);
}

// A form that is no longer this person's stays to be read and saved, and says why it takes nothing more.
async function noteRefusal(owner, kind, subject, response) {
  const said = (await told(response)).said || "";
  for (const sheet of await sheetsOf(owner)) {
    if (sheet.kind === kind && sheet.subject === subject) await keepSheet(owner, { ...sheet, refused: said });
  }
}

let running = Promise.resolve();
let queued = null;

// Sends all that waits. What is written while a run is under way goes with the next one, which one run stands for.
// Returns: whether everything was answered.
export function sendAll() {
  if (!queued) {
    queued = running.catch(() => false).then(() => {
      queued = null;
      return send();
    });
    running = queued;
  }
  return queued;
}

async function send() {
  const told = await ask();
  if (!told) return false;
  const waiting = (await editsOf(told.person)).filter((each) => each.state === "waiting");
  for (const record of waiting) if (!(await sendOne(record))) return false;
  try {
    for (const sheet of await sheetsOf(told.person)) await fetchSheet(told.person, sheet.kind, sheet.subject);
  } catch {
    standing.isOnline = false; // the line was cut in between: what is kept stays as it was
  }
  return true;
}

// Returns: whether the server answered for this one, well or not.
async function sendOne(waiting) {
  const base = await baseOf(waiting);
  // From now on the server may have it: it is never changed any more.
  const record = await changeEdit(waiting.edit, (each) => (each?.state === "waiting" ? { ...each, tries: each.tries + 1, base } : null));
  if (!record) return true;
  let response;
  try {
    response = record.isEvidence ? await postEvidence(record) : await postAnswer(record);
  } catch {
    standing.isOnline = false;
    return false;
  }
  if (response.status === 401) {
    standing.isLoggedIn = false;
    return false;
  }
  if (LATER.includes(response.status)) {
    standing.said = word("not_now");
    return false;
  }
  await settle(record, response);
  return true;
}

async function settle(record, response) {
  const answer = await told(response);
  if (!response.ok) {
    await keepEdit({ ...record, state: "refused", said: answer.said || String(response.status) });
    return;
  }
  const isConflict = answer.state === "conflict";
  const revision = isConflict ? record.base : answer.revision;
  const { file, ...rest } = record; // the server has it: the room is free again
  await keepEdit({ ...rest, state: isConflict ? "conflict" : "sent", revision });
  await keepItem(record.person, record.kind, record.subject, answer.item);
  if (!record.isEvidence) await settleConflicts(record, answer.item);
}

// Conflicts of one's own that somebody has chosen among since are over.
async function settleConflicts(record, item) {
  const open = item.conflicts.map((each) => each.edit);
  for (const each of await editsOf(record.person)) {
    const isHere = each.kind === record.kind && each.subject === record.subject && each.item === record.item;
    if (isHere && each.state === "conflict" && !open.includes(each.edit)) await keepEdit({ ...each, state: "settled" });
  }
}

// What follows an edit of one's own is written on top of it, once that one is there.
async function baseOf(record) {
  if (!record.follows) return record.base;
  const before = (await editsOf(record.person)).find((each) => each.edit === record.follows);
  return before && before.state === "sent" ? before.revision : record.base;
}

function address(record, what) {
  return `${home}${record.kind}/${record.subject}/${record.item}/${what}/`;
}

function postAnswer(record) {
  return fetch(address(record, "answer"), {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": standing.csrf },
    body: JSON.stringify({
      ...record.text,
      edit: record.edit,
      base: record.base,
      settles: record.settles,
      made_at: record.made_at,
      now: now(),
    }),
  });
}

function postEvidence(record) {
  const form = new FormData();
  for (const name of ["edit", "note", "where", "taken_at", "made_at"]) form.set(name, record[name] || "");
  form.set("kind", record.evidence_kind);
  form.set("now", now());
  if (record.file) form.set("file", record.file, record.file_name);
  return fetch(address(record, "evidence"), {
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": standing.csrf },
    body: form,
  });
}

async function told(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

export async function owner() {
  const known = await person();
  return known ? known.number : null;
}
