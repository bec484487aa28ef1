// The tree of RFC 6962: its hashes, and what proves that an entry is in it or that it only grew.
import { Refused, encoded } from "./reading.js";

export async function sha256(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

export const leafHash = (text) => sha256(Uint8Array.of(0), encoded(text));
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);
export const same = (one, other) => one.length === other.length && one.every((each, place) => each === other[place]);

// RFC 6962 2.1.1
export async function checkInclusion(leaf, number, size, proof, root) {
  if (number >= size) throw new Refused("log-too-short", { number, size });
  const found = await rootOf(leaf, number, size, proof, proof.length);
  if (!found || !same(found, root)) throw new Refused("proof-wrong", { size });
}

// RFC 6962 2.1.2
export async function checkConsistency(former, formerRoot, size, root, proof) {
  if (former > size) throw new Refused("log-too-short", { number: former, size });
  if (!(await grew(former, formerRoot, size, root, [...proof]))) throw new Refused("proof-wrong", { size });
}

async function grew(former, formerRoot, size, root, left) {
  if (former === 0) return same(formerRoot, await sha256()) && !left.length;
  if (former === size) return same(formerRoot, root) && !left.length;
  const [older, newer] = await rootsOf(former, size, left, formerRoot);
  return Boolean(older && newer) && same(older, formerRoot) && same(newer, root) && !left.length;
}

function split(length) {
  let middle = 1;
  while (middle * 2 < length) middle *= 2;
  return middle;
}

async function rootOf(leaf, number, size, proof, used) {
  if (size === 1) return used ? null : leaf;
  if (!used) return null;
  const middle = split(size);
  const beside = proof[used - 1];
  if (number < middle) {
    const left = await rootOf(leaf, number, middle, proof, used - 1);
    return left && nodeHash(left, beside);
  }
  const right = await rootOf(leaf, number - middle, size - middle, proof, used - 1);
  return right && nodeHash(beside, right);
}

async function rootsOf(former, size, left, known) {
  if (former === size) {
    const taken = known || left.shift() || null;
    return [taken, taken];
  }
  const middle = split(size);
  if (former <= middle) {
    const [older, lower] = await rootsOf(former, middle, left, known);
    const upper = left.shift();
    return [older, lower && upper ? await nodeHash(lower, upper) : null];
  }
  const [olderUpper, upper] = await rootsOf(former - middle, size - middle, left, null);
  const lower = left.shift();
  if (!lower || !upper || !olderUpper) return [null, null];
  return [await nodeHash(lower, olderUpper), await nodeHash(lower, upper)];
}
