// What is kept on the device: forms as they were fetched, answers and evidence as they were written, each for one person.
import { openDB } from "idb";
import { tell, word } from "./words.js";

const opened = openDB("qingce-tablet", 1, {
  upgrade(db) {
    db.createObjectStore("sheets", { keyPath: ["person", "kind", "subject"] });
    db.createObjectStore("edits", { keyPath: "edit" }).createIndex("person", "person");
    db.createObjectStore("device");
  },
  blocked: () => tell(word("another_window"), true),
});

// What would be lost with the device; a conflict lies on the server, too.
export function isUnsent(record) {
  return ["writing", "waiting", "refused"].includes(record.state);
}

export async function person() {
  return (await (await opened).get("device", "person")) || null;
}

export async function setPerson(told) {
  await (await opened).put("device", told, "person");
}

export async function sheetsOf(owner) {
  const all = await (await opened).getAll("sheets");
  return all.filter((each) => each.person === owner);
}

export async function sheetOf(owner, kind, subject) {
  return (await opened).get("sheets", [owner, kind, Number(subject)]);
}

export async function keepSheet(owner, sheet) {
  await (await opened).put("sheets", { ...sheet, person: owner });
}

// An item as the server has it now takes its place in the form that is kept.
export async function keepItem(owner, kind, subject, item) {
  const sheet = await sheetOf(owner, kind, subject);
  if (!sheet) return;
  for (const group of sheet.groups) group.items = group.items.map((each) => (each.id === item.id ? item : each));
  await keepSheet(owner, sheet);
}

// In the order in which they were written.
export async function editsOf(owner) {
  const found = await (await opened).getAllFromIndex("edits", "person", owner);
  return found.sort((one, other) => one.number - other.number);
}

export async function keepEdit(record) {
  try {
    await (await opened).put("edits", record);
  } catch (error) {
    if (error.name === "QuotaExceededError") tell(word("full"), true);
    throw error;
  }
}

// Changes what is kept at one stroke. Args: anew: the record → how it is to be, or null: left as it is.
export async function changeEdit(edit, anew) {
  const transaction = (await opened).transaction("edits", "readwrite");
  const record = anew(await transaction.store.get(edit));
  if (record) await transaction.store.put(record);
  await transaction.done;
  return record;
}

export async function dropEdit(edit) {
  await (await opened).delete("edits", edit);
}

export async function nextNumber() {
  const transaction = (await opened).transaction("device", "readwrite");
  const number = ((await transaction.store.get("number")) || 0) + 1;
  await transaction.store.put(number, "number");
  await transaction.done;
  return number;
}

export async function unsentOfOthers(owner) {
  const all = await (await opened).getAll("edits");
  return all.filter((each) => each.person !== owner && isUnsent(each)).length;
}

// Args: keep: whose things stay; none: nobody's.
export async function forget(keep) {
  const db = await opened;
  for (const store of ["sheets", "edits"]) {
    const transaction = db.transaction(store, "readwrite");
    for (let cursor = await transaction.store.openCursor(); cursor; cursor = await cursor.continue()) {
      if (cursor.value.person !== keep) await cursor.delete();
    }
    await transaction.done;
  }
  if (!keep) await db.delete("device", "person");
}
