// Writing answers and evidence down: at once, and so that nothing that was tried to be sent is changed afterwards.
import { changeEdit, editsOf, keepEdit, nextNumber } from "./store.js";

export const FIELDS = ["grade", "finding", "action", "deadline", "verification"];

// The last answer written here for an item that the server has not taken yet.
export async function ownAnswer(owner, kind, subject, item) {
  const found = (await editsOf(owner)).filter(
    (each) => !each.isEvidence && each.kind === kind && each.subject === subject && each.item === item,
  );
  return found.filter((each) => each.state === "writing" || each.state === "waiting" || each.state === "refused").pop() || null;
}

let last = Promise.resolve();

// One after the other, in the order in which they were typed.
export function noteAnswer(...said) {
  last = last.catch(() => null).then(() => note(...said));
  return last;
}

// Keeps what is being typed. Args: said: gives the text as it is when its turn comes. What may have reached the server already is left as it is, and a new one follows it.
async function note(owner, place, said, { base, settles = [], state = "writing" }) {
  const known = await ownAnswer(owner, place.kind, place.subject, place.item);
  const text = said();
  const changed = known && (await changeEdit(known.edit, (each) => anew(each, text, settles, state)));
  if (changed) return changed;
  if (known && known.state === "refused") await keepEdit({ ...known, state: "replaced" });
  const record = {
    edit: identifier(),
    number: await nextNumber(),
    person: owner,
    ...place,
    isEvidence: false,
    base: await onTop(owner, place, base),
    settles,
    follows: known && known.state !== "refused" ? known.edit : null,
    text,
    state,
    said: "",
    tries: 0,
    made_at: now(),
  };
  await keepEdit(record);
  return record;
}

function anew(record, text, settles, state) {
  if (record.tries || !["writing", "waiting"].includes(record.state)) return null;
  return { ...record, text, state, settles: settles.length ? settles : record.settles, made_at: now() };
}

export async function noteEvidence(owner, place, said, file) {
  await keepEdit({
    edit: identifier(),
    number: await nextNumber(),
    person: owner,
    ...place,
    isEvidence: true,
    ...said,
    file,
    file_name: file ? file.name : "",
    state: "waiting",
    said: "",
    tries: 0,
    made_at: now(),
  });
}

// What was left while it was being written counts as written.
export async function finishWriting(owner) {
  await last.catch(() => null);
  for (const each of await editsOf(owner)) if (each.state === "writing") await keepEdit({ ...each, state: "waiting" });
}

// The revision that one's own answers, written on the one that was read, have led to since.
async function onTop(owner, place, base) {
  let revision = base;
  for (const each of await editsOf(owner)) {
    const isHere = !each.isEvidence && each.kind === place.kind && each.subject === place.subject && each.item === place.item;
    if (isHere && each.state === "sent" && each.base === revision && each.revision > revision) revision = each.revision;
  }
  return revision;
}

// A UUID of version 4; older browsers do not make one by themselves.
function identifier() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

export function now() {
  return new Date().toISOString();
}
