// Reading files from strangers: bytes, JSON that can be read in one way only, fields of their kind.
// The same as qingce/pure/merkle/proof_files/reading.py, by the same codes; tests hold the two side by side.
export const LARGEST_BYTES = 32000000;
const DEEPEST = 32;
const LONGEST_NUMBER = 30;
const LONGEST_PROOF = 64;
const HASH_BYTES = 32;
const MARKS = "{}[]:,";
const SPACES = " \t\r\n";
const ENDS = `"${MARKS}${SPACES}`;

export class Refused extends Error {
  constructor(code, values = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}

export const encoded = (text) => new TextEncoder().encode(text);
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
export const has = (value, name) => Object.prototype.hasOwnProperty.call(value, name);

export function readBytes(content) {
  if (content.byteLength > LARGEST_BYTES) throw new Refused("proof-file-too-large");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new Refused("proof-file-not-text");
  }
}

export function readJson(text) {
  if (text.length > LARGEST_BYTES) throw new Refused("proof-file-too-large");
  const doubt = doubtIn(text);
  const value = parsed(text);
  if (doubt) throw doubt;
  lookThrough(value);
  return value;
}

// A text that was hashed must be the only text of its value (RFC 8785).
export function readCanonical(text) {
  const value = readJson(text);
  if (canonical(value) !== text) throw new Refused("entry-not-canonical");
  return value;
}

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort(); // by UTF-16 units, as RFC 8785 asks
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

const kinds = {
  text: (value) => typeof value === "string",
  number: (value) => Number.isSafeInteger(value) && value >= 0,
  list: (value) => Array.isArray(value),
  object: isObject,
};

export function members(value, where, needed, allowed = {}) {
  if (!isObject(value)) throw new Refused("proof-field-wrong", { field: where });
  const known = { ...needed, ...allowed };
  for (const name of new Set([...Object.keys(needed), ...Object.keys(value)])) {
    if (!has(known, name) || !has(value, name) || !kinds[known[name]](value[name])) {
      throw new Refused("proof-field-wrong", { field: `${where}.${name}`.slice(0, 100) });
    }
  }
  return value;
}

export function readHashes(list) {
  if (list.length > LONGEST_PROOF) throw new Refused("proof-wrong");
  return list.map(readHash);
}

export function readHash(text) {
  const raw = typeof text === "string" ? fromBase64(text) : null;
  if (!raw || raw.length !== HASH_BYTES) throw new Refused("proof-wrong");
  return raw;
}

// The bytes; null where the text is not the only one of its value.
export function fromBase64(text) {
  try {
    const binary = atob(text);
    return btoa(binary) === text ? Uint8Array.from(binary, (each) => each.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}

export const toBase64 = (raw) => btoa(String.fromCharCode(...raw));
export const toHex = (raw) => [...raw].map((each) => each.toString(16).padStart(2, "0")).join("");
export const fromHex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused("proof-file-unreadable");
  }
}

// What JSON.parse does not tell: a name that stands twice, numbers that are too long; depth it might not survive.
function doubtIn(text) {
  const open = [];
  let doubt = null;
  let before = "";
  for (const token of tokens(text)) {
    const names = open[open.length - 1];
    if (token === "{" || token === "[") {
      if (open.length === DEEPEST) throw new Refused("proof-file-nested");
      open.push(token === "{" ? new Set() : null);
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (token === ":" && names && before[0] === '"') {
      const name = parsed(before);
      if (names.has(name)) doubt ||= new Refused("proof-file-name-twice");
      names.add(name);
    } else if (/^-?(NaN|Infinity)$/.test(token)) {
      throw new Refused("proof-file-number");
    } else if (/^-?[0-9]/.test(token) && token.length > LONGEST_NUMBER) {
      doubt ||= new Refused("proof-file-number");
    }
    before = token;
  }
  return doubt;
}

function* tokens(text) {
  for (let at = 0; at < text.length; ) {
    let end = at + 1;
    if (text[at] === '"') end = closing(text, at);
    else if (!ENDS.includes(text[at])) while (end < text.length && !ENDS.includes(text[end])) end += 1;
    if (!SPACES.includes(text[at])) yield text.slice(at, end);
    at = end;
  }
}

function closing(text, start) {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function lookThrough(value) {
  if (typeof value === "string" && /\p{Surrogate}/u.test(value)) throw new Refused("proof-file-not-text");
  if (typeof value === "number") checkNumber(value);
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) Object.keys(value).forEach(lookThrough);
  Object.values(value).forEach(lookThrough);
}

function checkNumber(value) {
  const isInexact = Number.isInteger(value) && !Number.isSafeInteger(value);
  if (!Number.isFinite(value) || isInexact) throw new Refused("proof-file-number");
}
