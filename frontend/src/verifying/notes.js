// Signed notes, keys and checkpoints (c2sp.org: signed-note, tlog-checkpoint, tlog-cosignature).
import { Refused, encoded, fromBase64, readHash, toHex } from "./reading.js";
import { same, sha256 } from "./tree.js";

const ED25519 = 1;
const COSIGNATURE = 4;
const ID_BYTES = 4;
const TIME_BYTES = 8;
const COSIGNATURE_BYTES = 72;
const LONGEST = 1000000;
const MOST_KEYS = 100;
const YEAR_10000_S = 253402300800n;
const DASH = "— ";

let asked;
// Whether this browser can check Ed25519 signatures; without it hashes are checked and that is said.
export function knowsEd25519() {
  asked ||= crypto.subtle.importKey("raw", new Uint8Array(32).fill(1), { name: "Ed25519" }, false, ["verify"]).then(
    () => true,
    (error) => error.name !== "NotSupportedError" && error.name !== "SyntaxError",
  );
  return asked;
}

export async function readKeys(list) {
  if (list.length > MOST_KEYS || !list.every((each) => typeof each === "string")) {
    throw new Refused("proof-field-wrong", { field: "keys" });
  }
  return Promise.all(list.map(readVerifier));
}

export async function readVerifier(written) {
  const wrong = new Refused("note-key-unreadable");
  const [name, number, ...rest] = written.trim().split("+");
  const raw = fromBase64(rest.join("+"));
  if (!rest.length || !name || /\s/.test(name) || !raw || raw.length !== 33) throw wrong;
  const [kind] = raw;
  if (kind !== ED25519 && kind !== COSIGNATURE) throw wrong;
  const id = (await sha256(encoded(`${name}\n`), raw)).slice(0, ID_BYTES);
  if (toHex(id) !== number) throw wrong;
  return { name, kind, id, raw: raw.slice(1), short: `${name}+${number}` };
}

export function readNote(written) {
  const gap = written.lastIndexOf("\n\n");
  const below = written.slice(gap + 2);
  const isPlain = !/[\x00-\x09\x0b-\x1f]/.test(written);
  if (gap < 0 || !below.endsWith("\n") || !isPlain || written.length > LONGEST) throw new Refused("note-unreadable");
  return { text: written.slice(0, gap + 1), signatures: below.slice(0, -1).split("\n").map(readSignature) };
}

function readSignature(line) {
  const space = line.indexOf(" ", DASH.length);
  const raw = fromBase64(line.slice(space + 1));
  if (!line.startsWith(DASH) || space <= DASH.length || !raw || raw.length <= ID_BYTES) {
    throw new Refused("note-unreadable");
  }
  return { by: line.slice(DASH.length, space), id: raw.slice(0, ID_BYTES), value: raw.slice(ID_BYTES) };
}

export function readCheckpoint(text) {
  const wrong = new Refused("note-unreadable");
  const lines = text.replace(/\n$/, "").split("\n");
  if (!text.endsWith("\n") || lines.length < 3 || !lines.every(Boolean)) throw wrong;
  const [origin, size, root] = lines;
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) throw wrong;
  try {
    return { origin, size: Number(size), root: readHash(root) };
  } catch {
    throw wrong;
  }
}

// A checkpoint with those known keys that signed it.
export async function readSigned(written, keys) {
  const note = readNote(written);
  const checkpoint = readCheckpoint(note.text);
  const own = await signedByLog(note, checkpoint.origin, keys);
  const others = unique(keys.filter((key) => !isOf(key, checkpoint.origin) && signaturesOf(note, key).length));
  const witnesses = [];
  for (const key of others) witnesses.push(await witnessOf(note, key));
  const isKnown = (each) => [...own, ...others].some((key) => isBy(each, key));
  return { checkpoint, keys: own, witnesses, strangers: note.signatures.filter((each) => !isKnown(each)).length };
}

export async function signedByLog(note, origin, keys) {
  const own = unique(keys.filter((key) => isOf(key, origin)));
  if (!own.length) throw new Refused("log-unknown", { log: origin.slice(0, 100) });
  for (const signature of note.signatures) {
    for (const key of own) if (isBy(signature, key)) await checkSignature(note.text, signature, key);
  }
  const signers = own.filter((key) => signaturesOf(note, key).length);
  if (!signers.length) throw new Refused("note-not-signed");
  return signers;
}

const isOf = (key, origin) => key.kind === ED25519 && key.name === origin;
const isBy = (signature, key) => signature.by === key.name && same(signature.id, key.id);
const signaturesOf = (note, key) => note.signatures.filter((each) => isBy(each, key));
const unique = (keys) => keys.filter((key, place) => keys.findIndex((each) => each.short === key.short) === place);

async function witnessOf(note, key) {
  const signatures = signaturesOf(note, key);
  for (const each of signatures) await checkSignature(note.text, each, key);
  return { name: key.name, at: key.kind === COSIGNATURE ? timeText(secondOf(signatures[0])) : "" };
}

function secondOf(signature) {
  if (signature.value.length !== COSIGNATURE_BYTES) throw new Refused("note-signature-wrong", { by: signature.by });
  return BigInt(`0x${toHex(signature.value.slice(0, TIME_BYTES))}`);
}

function timeText(second) {
  if (second >= YEAR_10000_S) return String(second);
  return `${new Date(Number(second) * 1000).toISOString().slice(0, 19)}Z`;
}

async function checkSignature(text, signature, key) {
  const isCosignature = key.kind === COSIGNATURE;
  const signed = isCosignature ? `cosignature/v1\ntime ${secondOf(signature)}\n${text}` : text;
  const value = isCosignature ? signature.value.slice(TIME_BYTES) : signature.value;
  if ((await knowsEd25519()) && !(await fits(key.raw, value, encoded(signed)))) {
    throw new Refused("note-signature-wrong", { by: key.name });
  }
}

async function fits(raw, value, signed) {
  try {
    const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, key, value, signed);
  } catch {
    return false;
  }
}
