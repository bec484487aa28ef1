"""What a claimant and the staff do in a browser."""

from __future__ import annotations

import html

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingce.domain.enterprises.actions import grant_claim
from qingce.domain.enterprises.enums import ProofKind
from qingce.shared.parties.models import Person
from tests import hostile_files
from tests.factories import (
    AT,
    acting,
    staff_member,
)

USCC = "91000000MA0000001R"
SHAOXING, JIANGSU = "330600", "320000"


def pdf(name: str = "执照.pdf") -> SimpleUploadedFile:
    """A paper that does nothing."""
    return SimpleUploadedFile(name, hostile_files.plain_pdf(), "application/pdf")


def words(client: Client, path: str) -> str:
    """A page as text."""
    return html.unescape(client.get(path).content.decode())


def status(client: Client, path: str) -> int:
    """The status of an answer; its file is read to the end, which closes it."""
    answer = client.get(path)
    if answer.streaming:
        answer.getvalue()
    return answer.status_code


def sent(client: Client, number: int, **said: object) -> tuple[int, str]:
    """Sends the form. Returns: the status, and where it leads or what it says."""
    typed = {"organisation": "new", "name": "绍兴样甲印染有限公司", "uscc": USCC, "statement": "法定代表人"} | said
    answer = client.post(f"/en/enterprises/{number}/claim/", typed)
    return answer.status_code, answer.headers.get("Location") or html.unescape(answer.content.decode())


def granted(pk: int) -> None:
    """Grants a claim."""
    staff = Person.objects.filter(email="a@example.org").first() or staff_member()
    grant_claim(acting(staff), pk, reason="一致", grounds=[ProofKind.CHECK], at=AT)
