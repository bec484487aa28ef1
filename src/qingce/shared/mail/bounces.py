"""Delivery reports (RFC 3464) as mail servers send them: which letter, and what became of it. Hostile until read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from qingce.shared.mail.addresses import returned_token, token_of_id
from qingce.shared.mail.errors import NotABounce

LARGEST_BYTES = 1_000_000
"""What is read of a report: what it says comes first, the letter itself last."""

MOST_PARTS = 100
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_CODE = re.compile(r"\b([245])\d\d\b")
_CARRIERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "In-Reply-To", "References")


@dataclass(frozen=True)
class Report:
    """What a report says: the letter's token, whether it failed and for good, and in what words."""

    token: str
    has_failed: bool
    is_permanent: bool
    reason: str


def read_report(message: bytes) -> Report:
    """Reads a delivery report; of a larger message only its beginning.

    Raises: NotABounce: it is none, or says nothing of a letter of ours.
    """
    # The old policy: it hands out headers as they came, where the newer one parses them and may stumble.
    try:
        mail = BytesParser(policy=compat32).parsebytes(message[:LARGEST_BYTES])
        parts = list(_parts(mail))
        blocks = [block for part in parts for block in _blocks(part)]
        token = _token(mail, parts)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise NotABounce from error
    if not (blocks and token):
        raise NotABounce
    failed = [block for block in blocks if _field(block, "Action").lower() == "failed"]
    digits = [_class_of(block) for block in failed]
    told = failed[digits.index("5")] if "5" in digits else next(iter(failed), Message())
    return Report(token, bool(failed), "5" in digits, _reason(told))


def _parts(mail: Message) -> Iterator[Message]:
    for count, part in enumerate(mail.walk()):
        if count >= MOST_PARTS:
            return
        yield part


def _blocks(part: Message) -> list[Message]:
    """The blocks of a report that are about one recipient each; the first, about the report itself, is none."""
    if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
        return []
    payload = part.get_payload()
    blocks = [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []
    if _field(part, "Content-Transfer-Encoding").lower() in ("base64", "quoted-printable"):
        blocks = _decoded(part, blocks)
    return [block for block in blocks if block["Action"] is not None]


def _decoded(part: Message, blocks: list[Message]) -> list[Message]:
    """Blocks that the parser could not see for their encoding, which RFC 3464 advises against and some use."""
    whole = Message(policy=compat32)
    whole["Content-Transfer-Encoding"] = _field(part, "Content-Transfer-Encoding")
    whole.set_payload("\n".join(str(block.get_payload()) for block in blocks))
    content = whole.get_payload(decode=True)
    pieces = re.split(rb"\r?\n\r?\n", content) if isinstance(content, bytes) else []
    return [BytesParser(policy=compat32).parsebytes(piece + b"\n\n") for piece in pieces]


def _token(mail: Message, parts: list[Message]) -> str:
    """The letter's token: from the address the report came to, else from the letter that it returns."""
    heads = [str(value) for name in _CARRIERS for value in mail.get_all(name, [])]
    found = (returned_token(head) or token_of_id(head) for head in heads)
    return next(filter(None, found), "") or next(filter(None, map(_token_inside, parts[1:])), "")


def _token_inside(part: Message) -> str:
    """Of a returned letter or its heads."""
    heads = [str(part[name]) for name in ("Message-ID", "Return-Path") if part[name]]
    if part.get_content_type() in ("text/rfc822-headers", "message/global-headers"):
        content = part.get_payload(decode=True)
        heads.append(content.decode("ascii", "replace") if isinstance(content, bytes) else "")
    return next(filter(None, (token_of_id(head) or returned_token(head) for head in heads)), "")


def _class_of(block: Message) -> str:
    """2, 4 or 5 as the status says, or where it says nothing, the server's words."""
    found = _STATUS.search(_field(block, "Status")) or _STATUS.search(_field(block, "Diagnostic-Code"))
    found = found or _CODE.search(_field(block, "Diagnostic-Code"))
    return found[1] if found else ""


def _reason(block: Message) -> str:
    words = _field(block, "Diagnostic-Code")
    return " ".join(filter(None, [_field(block, "Status"), words.partition(";")[2].strip() or words]))


def _field(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())
