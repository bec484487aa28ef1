"""Signed notes: a short text with signatures below it, readable by people and checked by existing tools.

Source: c2sp.org/signed-note; co-signatures of witnesses: c2sp.org/tlog-cosignature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from qingce.pure.merkle.errors import KeyUnreadable, NoteUnreadable, NotSigned, SignatureWrong

ED25519, COSIGNATURE_V1 = 0x01, 0x04
ID_BYTES, KEY_BYTES, TIME_BYTES, SIGNATURE_BYTES = 4, 32, 8, 64
DASH = "— "  # an em dash and a space begin each signature
LONGEST = 1_000_000


@dataclass(frozen=True)
class Signature:
    """A line below a note; `by`: the name that the key goes by, `value`: what follows the key's number."""

    by: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """As it stands below the note."""
        return f"{DASH}{self.by} {base64.b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True)
class Note:
    """A text, which ends with a new line, and the signatures below it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    @property
    def written(self) -> str:
        """The whole as it is published."""
        return f"{self.text}\n{''.join(each.line for each in self.signatures)}"


class Key(Protocol):
    """Whatever can tell a good signature from a bad one."""

    @property
    def name(self) -> str:
        """What it goes by."""

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a signature names it."""

    def check(self, text: str, value: bytes) -> None:
        """Raises: SignatureWrong."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key under a name; `kind`: of a log (Ed25519) or of a witness (co-signature)."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a signature names its key."""
        return _key_id(self.name, self.kind, self.public)

    @property
    def written(self) -> str:
        """As it is published: name, number and key, joined by plus signs."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    def check(self, text: str, value: bytes) -> None:
        """Checks a signature over a text.

        Raises: SignatureWrong.
        """
        signed, signature = text.encode(), value
        if self.kind == COSIGNATURE_V1:
            signed, signature = _cosigned(text, _time(value)), value[TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, signed)
        except (InvalidSignature, ValueError) as error:
            raise SignatureWrong(
                f"The signature of {self.name} does not fit; the text was changed.", by=self.name
            ) from error


@dataclass(frozen=True)
class SignerKey:
    """A secret key under a name; its public half is `verifier`."""

    name: str
    secret: bytes
    kind: int = ED25519

    @property
    def verifier(self) -> VerifierKey:
        """What others check with."""
        public = Ed25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()
        return VerifierKey(self.name, public, self.kind)

    @property
    def written(self) -> str:
        """As it is kept, in the form of the Go tools; a secret."""
        number = self.verifier.key_id.hex()
        return f"PRIVATE+KEY+{self.name}+{number}+{base64.b64encode(bytes([self.kind]) + self.secret).decode()}"

    def sign(self, text: str, *, at_second: int = 0) -> Signature:
        """Signs a text.

        Args: at_second: of a co-signature: when the witness saw it, in seconds since 1970.
        """
        key = Ed25519PrivateKey.from_private_bytes(self.secret)
        if self.kind == COSIGNATURE_V1:
            value = at_second.to_bytes(TIME_BYTES, "big") + key.sign(_cosigned(text, at_second))
        else:
            value = key.sign(text.encode())
        return Signature(self.name, self.verifier.key_id, value)


def new_signer(name: str, *, kind: int = ED25519) -> SignerKey:
    """A new key under a name.

    Raises: KeyUnreadable: the name is empty, or holds a space or a plus sign.
    """
    _check_name(name)
    return SignerKey(name, Ed25519PrivateKey.generate().private_bytes_raw(), kind)


def read_verifier(text: str) -> VerifierKey:
    """A public key as published: name+number+key.

    Raises: KeyUnreadable.
    """
    name, number, kind, key = _parts(text)
    found = VerifierKey(name, key, kind)
    if found.key_id.hex() != number:
        raise KeyUnreadable("The number of the key does not fit the key; part of it was changed or cut off.")
    return found


def read_signer(text: str) -> SignerKey:
    """A secret key as it is kept.

    Raises: KeyUnreadable; its text is not repeated in the error.
    """
    beginning = "PRIVATE+KEY+"
    if not text.startswith(beginning):
        raise KeyUnreadable("A secret key begins with PRIVATE+KEY+; make one with `qingce ledger key`.")
    name, number, kind, key = _parts(text.removeprefix(beginning))
    found = SignerKey(name, key, kind)
    if found.verifier.key_id.hex() != number:
        raise KeyUnreadable("The number of the key does not fit the key; part of it was changed or cut off.")
    return found


def read_note(written: str) -> Note:
    """A note as published; nothing is checked yet.

    Raises: NoteUnreadable.
    """
    text, gap, below = written.rpartition("\n\n")
    is_plain = all(each == "\n" or ord(each) >= ord(" ") for each in written)
    if not gap or not below.endswith("\n") or not is_plain or len(written) > LONGEST:
        raise NoteUnreadable("This is no signed note: a text, an empty line, then one line for each signature.")
    return Note(text + "\n", tuple(_signature(line) for line in below[:-1].split("\n")))


def signers_of(note: Note, keys: Sequence[Key]) -> list[str]:
    """Checks all signatures by known keys; those of others are passed over.

    Returns: the names of those who signed, in the order of the note.
    Raises: SignatureWrong: one by a known key does not fit. NotSigned: no known key has signed.
    """
    known = {(key.name, key.key_id): key for key in keys}
    found = []
    for signature in note.signatures:
        if key := known.get((signature.by, signature.key_id)):
            key.check(note.text, signature.value)
            found.append(signature.by)
    if not found:
        raise NotSigned("None of the known keys has signed this note.")
    return found


def cosigned_at(signature: Signature) -> int:
    """When a witness saw what it co-signed, in seconds since 1970.

    Raises: SignatureWrong: it is no co-signature.
    """
    return _time(signature.value)


def _time(value: bytes) -> int:
    if len(value) != TIME_BYTES + SIGNATURE_BYTES:
        raise SignatureWrong("A co-signature has eight bytes of time and 64 of signature.")
    return int.from_bytes(value[:TIME_BYTES], "big")


def _cosigned(text: str, at_second: int) -> bytes:
    return f"cosignature/v1\ntime {at_second}\n{text}".encode()


def _key_id(name: str, kind: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:ID_BYTES]


def _check_name(name: str) -> None:
    if not name or "+" in name or any(each.isspace() for each in name):
        raise KeyUnreadable("A key goes by a name without spaces and plus signs, such as qingce.example.org/ledger.")


def _parts(text: str) -> tuple[str, str, int, bytes]:
    name, first, rest = text.strip().partition("+")
    number, second, encoded = rest.partition("+")
    if not (first and second):
        raise KeyUnreadable("A key has a name, a number and the key itself, joined by plus signs.")
    _check_name(name)
    raw = _decoded(encoded, KeyUnreadable("The key itself is not whole; copy it again."))
    if len(raw) != KEY_BYTES + 1 or raw[0] not in {ED25519, COSIGNATURE_V1}:
        raise KeyUnreadable("This is no Ed25519 key.")
    return name, number, raw[0], raw[1:]


def _signature(line: str) -> Signature:
    wrong = NoteUnreadable("A signature is a line of a dash, a name and the signature itself.")
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space or not name:
        raise wrong
    raw = _decoded(encoded, wrong)
    if len(raw) <= ID_BYTES:
        raise wrong
    return Signature(name, raw[:ID_BYTES], raw[ID_BYTES:])


def _decoded(text: str, wrong: KeyUnreadable | NoteUnreadable) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise wrong from None
    if base64.b64encode(raw).decode() != text:  # one text for one value
        raise wrong
    return raw
