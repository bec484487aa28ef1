// Any file that the ledger hands out: proofs, certificates, growth, checkpoints. As qingce/pure/merkle/proof_files.
import { checkConsistency, checkInclusion, leafHash, same, sha256 } from "./tree.js";
import { knowsEd25519, readKeys, readNote, readSigned, signedByLog } from "./notes.js";
import {
  Refused, canonical, encoded, fromHex, has, isObject, members, readCanonical, readHash, readHashes, readJson, toHex,
} from "./reading.js";

const PROOF = { format: "text", entry: "text", number: "number", proof: "list", checkpoint: "text" };
const OPENING = { opened: "object", row: "object" };
const SCHEMA = /^[a-z][a-z0-9-]{0,62}\/[1-9][0-9]{0,3}$/;
const KIND = /^[a-z][a-z0-9-]{0,62}$/;
const SALT = /^[0-9a-f]{32}$/;
const DIGEST = /^[0-9a-f]{64}$/;
const AT = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{6})?\\+00:00";
const TIME = new RegExp(`^${AT}$`);
const NUMBER = "(0|[1-9][0-9]{0,14})";
const HEAD = [
  /^([^\n]+)\/certificate$/, new RegExp(`^subject (record|enterprise) ${NUMBER}$`), new RegExp(`^at (${AT})$`),
  new RegExp(`^size ${NUMBER}$`), /^root ([A-Za-z0-9+/=]{44})$/,
];
const STATE = /^state (published|withdrawn|removed)$/;
const ENTRY = new RegExp(`^entry ${NUMBER}$`);
const RECORD = new RegExp(`^record ${NUMBER} (?:published|withdrawn|removed) [0-9a-f]{64}$`);

const finding = (code, values = {}) => ({ code, values });
const checks = {
  "qingce-proof/1": checkProofFile,
  "qingce-certificate/1": checkCertificate,
  "qingce-growth/1": checkGrowth,
};

// keys: written keys whom the reader trusts; null: those that the file itself names. Throws Refused.
export async function checkFile(text, keys) {
  const given = keys && (await readKeys(keys));
  if (!/^[ \t\r\n]*[{[]/.test(text)) return checkCheckpoint(text, given);
  const value = readJson(text);
  const check = isObject(value) && typeof value.format === "string" && has(checks, value.format) && checks[value.format];
  if (!check) throw new Refused("proof-format-unknown");
  return check(value, given);
}

const keysFor = async (value, given) => given || readKeys(value.keys || []);

async function checkProofFile(value, given) {
  members(value, "file", PROOF, { ...OPENING, keys: "list" });
  const proved = await prove(value, await keysFor(value, given));
  return {
    shown: [...ofEntry(proved), ...(await ofSignatures(proved.signed))],
    notShown: [...closed(proved), ...(await leftOpen(proved.signed, !given)), finding("truth")],
    texts: textsOf(proved),
  };
}

async function checkGrowth(value, given) {
  members(value, "file", { format: "text", from: "text", to: "text", proof: "list" }, { keys: "list" });
  const keys = await keysFor(value, given);
  const older = await readSigned(value.from, keys);
  const newer = await readSigned(value.to, keys);
  const [former, log] = [older.checkpoint, newer.checkpoint];
  if (former.origin !== log.origin) throw new Refused("log-other");
  if (log.size < former.size) throw new Refused("log-shrank");
  await checkConsistency(former.size, former.root, log.size, log.root, readHashes(value.proof));
  const both = { ...newer, keys: together(newer.keys, older.keys) };
  const grew = finding("log-grew", { former: former.size, size: log.size, log: log.origin });
  return { shown: [grew, ...(await ofSignatures(both))], notShown: await leftOpen(both, !given), texts: [] };
}

async function checkCheckpoint(text, given) {
  if (!given) throw new Refused("proof-key-missing");
  const signed = await readSigned(text, given);
  const shown = finding("checkpoint-signed", { size: signed.checkpoint.size, log: signed.checkpoint.origin });
  return { shown: [shown, ...(await ofSignatures(signed))], notShown: await leftOpen(signed, false), texts: [] };
}

async function checkCertificate(value, given) {
  members(value, "file", { format: "text", note: "text", proofs: "list" }, { keys: "list" });
  const keys = await keysFor(value, given);
  const note = readNote(value.note);
  const certified = readCertificate(note.text);
  const signers = await signedByLog(note, certified.origin, keys);
  const { format, ...needed } = PROOF;
  const proved = [];
  for (const each of value.proofs) proved.push(await prove(members(each, "proof", needed, { format, ...OPENING }), keys));
  checkProofs(certified, proved);
  const bare = { checkpoint: certified, keys: [], witnesses: [], strangers: note.signatures.length - signers.length };
  const signed = proved.length ? proved[0].signed : bare;
  return ofCertificate(certified, proved, note.text, { ...signed, keys: together(signers, signed.keys) }, !given);
}

function readCertificate(text) {
  const lines = text.replace(/\n$/, "").split("\n");
  const unreadable = (line) => new Refused("certificate-unreadable", { line });
  if (lines.length < HEAD.length) throw unreadable(lines.length);
  const line = (pattern, place) => {
    const found = place < lines.length && pattern.exec(lines[place]);
    if (!found) throw unreadable(place + 1);
    return found;
  };
  const [origin, subject, at, size, root] = HEAD.map(line);
  const isRecord = subject[1] === "record";
  const state = isRecord ? line(STATE, HEAD.length)[1] : "";
  const entries = [];
  const records = [];
  let place = HEAD.length + Number(isRecord);
  for (; place < lines.length && lines[place].startsWith("entry "); place += 1) entries.push(Number(line(ENTRY, place)[1]));
  if (isRecord && place < lines.length) throw unreadable(place + 1);
  for (; place < lines.length; place += 1) records.push(Number(line(RECORD, place)[1]));
  const isOrdered = entries.every((each, index) => !index || each > entries[index - 1]);
  if (!isOrdered || new Set(records).size < records.length) throw unreadable(0);
  const base = { origin: origin[1], kind: subject[1], number: Number(subject[2]), at: at[1], size: Number(size[1]) };
  try {
    return { ...base, root: readHash(root[1]), state, entries, records };
  } catch {
    throw unreadable(HEAD.length);
  }
}

function checkProofs(certified, proved) {
  const wrong = (cause) => new Refused("certificate-wrong", { cause });
  if (proved.map((each) => each.number).join() !== certified.entries.join()) throw wrong("entries");
  for (const each of proved) {
    const about = each.row || each.entry;
    const log = each.signed.checkpoint;
    // The row of a bulk act cannot be opened once what it said was corrected or withdrawn.
    const isAbout = about.number === certified.number || about.number === null;
    if (about.kind !== certified.kind || !isAbout) throw wrong("subject");
    const isSame = log.origin === certified.origin && log.size === certified.size && same(log.root, certified.root);
    if (!isSame) throw wrong("log");
  }
}

async function ofCertificate(certified, proved, text, signed, isOwn) {
  const { kind, number, at, size, origin, state, records } = certified;
  const closed = proved.filter(({ row, entry }) => (row || entry).number === null).length;
  return {
    shown: [
      finding("certificate-signed", { kind, subject: number, at, size, log: origin }),
      ...(state ? [finding("certificate-state", { state })] : []),
      finding("certificate-entries", { count: proved.length - closed, size }),
      ...(await ofSignatures(signed)),
    ],
    notShown: [
      finding("certificate-complete", { size }),
      ...(closed ? [finding("certificate-rows", { count: closed })] : []),
      ...(records.length ? [finding("certificate-records", { count: records.length })] : []),
      ...(await leftOpen(signed, isOwn)),
      finding("truth"),
    ],
    texts: [{ kind: "certificate", text }, ...proved.flatMap(textsOf)],
  };
}

async function prove(value, keys) {
  const signed = await readSigned(value.checkpoint, keys);
  const log = signed.checkpoint;
  await checkInclusion(await leafHash(value.entry), value.number, log.size, readHashes(value.proof), log.root);
  const entry = readEntry(value.entry);
  const opened = members(has(value, "opened") ? value.opened : {}, "opened", {}, { person: "object", words: "object" });
  const person = has(opened, "person") ? await checkPerson(entry, opened.person) : "";
  const words = has(opened, "words") ? await checkWords(entry, opened.words) : "";
  const row = has(value, "row") ? await checkRow(entry, value.row) : null;
  return { number: value.number, entry, signed, person, words, row };
}

function readEntry(text) {
  const value = readCanonical(text);
  try {
    return entryOf(text, value);
  } catch (error) {
    throw error.code === "proof-field-wrong" ? new Refused("entry-malformed", error.values) : error;
  }
}

function entryOf(text, value) {
  const entry = members(value, "entry", {
    schema: "text", id: "text", at: "text", actor: "object", subject: "object", facts: "object", words: "text",
  });
  const { person } = members(entry.actor, "entry.actor", { role: "text", organisation: "text", person: "text" });
  const isSingle = has(entry.subject, "number");
  const kinds = isSingle ? { kind: "text", number: "number" } : { kind: "text", count: "number", root: "text" };
  const subject = members(entry.subject, "entry.subject", kinds);
  if (!isSingle) fits("entry.subject.root", DIGEST, subject.root);
  fits("entry.subject.kind", KIND, subject.kind);
  fits("entry.schema", SCHEMA, entry.schema);
  fits("entry.id", SALT, entry.id);
  fits("entry.at", TIME, entry.at);
  if (person) fits("entry.actor.person", DIGEST, person);
  if (entry.words) fits("entry.words", DIGEST, entry.words);
  const { kind, number = null, count = 0, root = "" } = subject;
  return { text, kind, number, count, root: fromHex(root), facts: entry.facts, person, words: entry.words };
}

function fits(field, pattern, text) {
  if (!pattern.test(text)) throw new Refused("proof-field-wrong", { field });
}

async function checkPerson(entry, opening) {
  const { salt, value } = members(opening, "opened.person", { salt: "text", value: "text" });
  await checkOpening(entry.person, salt, value, "person");
  return value;
}

async function checkWords(entry, opening) {
  const { salt, value } = members(opening, "opened.words", { salt: "text", value: "object" });
  const text = canonical(value);
  await checkOpening(entry.words, salt, text, "words");
  return text;
}

async function checkOpening(commitment, salt, text, what) {
  const isBound = commitment && SALT.test(salt) && toHex(await sha256(fromHex(salt), encoded(text))) === commitment;
  if (!isBound) throw new Refused("opening-wrong", { what });
}

// A statement: by its proof to the root of a bulk act, or by the hash in the act's facts.
async function checkRow(entry, value) {
  const wrong = new Refused("content-wrong");
  let place = 0;
  if (entry.number === null) {
    const row = members(value, "row", { statement: "text", index: "number", proof: "list" });
    const proof = readHashes(row.proof);
    await checkInclusion(await leafHash(row.statement), row.index, entry.count, proof, entry.root);
    place = row.index + 1;
  } else {
    const row = members(value, "row", { statement: "text" });
    const content = has(entry.facts, "content") ? entry.facts.content : null;
    if (content !== toHex(await leafHash(row.statement))) throw wrong;
  }
  const stated = readCanonical(value.statement);
  const kind = isObject(stated) && has(stated, "kind") ? stated.kind : null;
  const number = isObject(stated) && has(stated, "number") ? stated.number : null;
  if (kind !== entry.kind || !Number.isInteger(number)) throw wrong;
  if (entry.number !== null && entry.number !== number) throw wrong;
  return { text: value.statement, kind, number, place };
}

function ofEntry({ number, signed, person, words, row, entry }) {
  const log = signed.checkpoint;
  const found = [finding("entry-in-log", { number, size: log.size, log: log.origin })];
  if (person) found.push(finding("person-opened", { person }));
  if (words) found.push(finding("words-opened"));
  const named = row && { kind: row.kind, subject: row.number };
  if (row && row.place) found.push(finding("row-in-act", { ...named, place: row.place, count: entry.count }));
  if (row && !row.place) found.push(finding("content-of-act", named));
  return found;
}

function closed({ entry, person, words, row }) {
  const found = [];
  if (entry.person && !person) found.push(finding("person-closed"));
  if (entry.words && !words) found.push(finding("words-closed"));
  if (entry.number === null && !row) found.push(finding("rows-closed", { count: entry.count }));
  return found;
}

function textsOf({ entry, row, words }) {
  const texts = [{ kind: "entry", text: entry.text }];
  if (row) texts.push({ kind: "statement", text: row.text });
  if (words) texts.push({ kind: "words", text: words });
  return texts;
}

async function ofSignatures(signed) {
  if (!(await knowsEd25519())) return [];
  return [
    ...signed.keys.map((key) => finding("key-signed", { key: key.short })),
    ...signed.witnesses.map(({ name, at }) => finding("witness-signed", { name, at })),
  ];
}

async function leftOpen(signed, isOwn) {
  const isChecked = await knowsEd25519();
  const found = isChecked ? [] : [finding("signature-unchecked")];
  const names = [...signed.keys.map((key) => key.short), ...signed.witnesses.map((each) => each.name)];
  if (isOwn) found.push(finding("key-from-file", { keys: names.join(", ") }));
  if (signed.strangers) found.push(finding("signatures-unknown", { count: signed.strangers }));
  if (isOwn || !signed.witnesses.length || !isChecked) found.push(finding("same-for-all"));
  return [...found, finding("later-acts", { size: signed.checkpoint.size })];
}

const together = (first, second) => [...first, ...second.filter((key) => !first.some((each) => each.short === key.short))];
