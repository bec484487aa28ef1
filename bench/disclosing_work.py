"""What the bench of disclosing begins with, in a process of its own in which Django is set up.

`main` makes people who speak for an enterprise each, with records of which all texts are written, by the rooms' own
acts, and prints as JSON how each of them is logged in and what is theirs.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.utils import timezone

from qingce.domain.disclosure.actions import Saving, answer_commitment, save_texts
from qingce.domain.disclosure.enums import CommitmentKind, Texts
from qingce.domain.disclosure.queries import commitment_text
from qingce.domain.enterprises.actions import grant_claim, submit_claim
from qingce.domain.enterprises.enums import ProofKind
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import ingest
from qingce.domain.records.queries import listed_numbers, record_version
from qingce.pure.kernel.uscc import is_uscc
from qingce.pure.rules.library import read_library
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.parties.actions import OrganisationText, add_staff, make_person, register_organisation
from qingce.shared.parties.enums import NOBODY, Actor, OrganisationKind, StaffRole
from qingce.shared.parties.queries import actor_of, operator
from qingce.shared.rulebooks.actions import release_book
from qingce.shared.rulebooks.queries import rulebook_folder

PASSWORD = "x" * 40
TEXT = "三月二日总排口化学需氧量超过排放限值，当日二号生化池曝气机停机检修，未减少进水，值班人员没有改入事故池。"


def main(people: str, records: str) -> None:
    """Makes them and prints what each has."""
    at = timezone.now()
    for book in ("disclosure", "documents", "removal"):
        release_book(read_library(rulebook_folder()).versions(book)[-1], by=PLATFORM, at=at)
    _take_in(int(people), int(records), at)
    staff = add_staff("staff@example.org", name="样例", role=StaffRole.REVIEWER, password=PASSWORD, by="bench", at=at)
    json.dump([_person(each, _acting(staff), at) for each in range(int(people))], sys.stdout)


def _take_in(people: int, records: int, at: datetime) -> None:
    rows = (
        {
            "enterprise_name": _name(each),
            "county": "浙江省绍兴市柯桥区",
            "type": "supervision",
            "title": "废水超标排放行政处罚决定",
            "doc_no": f"样环罚〔2024〕{each * records + number}号",
            "issuer": "样例生态环境局",
            "published_on": "2024-03-02",
            "violations": "water",
            "source_title": "样例",
            "source_kind": "government-site",
            "source_url": "https://example.org/",
            "licence": "样例",
        }
        for each in range(people)
        for number in range(records)
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
        ingest(path, mapping="", actor=operator("bench"), at=at)


def _person(each: int, staff: Actor, at: datetime) -> dict[str, object]:
    person = make_person(f"b{each}@example.org", name="样例", password=PASSWORD, at=at)
    enterprise = Enterprise.objects.get(name=_name(each)).pk
    owner = register_organisation(
        _acting(person.pk), OrganisationText(OrganisationKind.ENTERPRISE, _name(each)), at=at
    )  # fmt: skip
    claim = submit_claim(_acting(person.pk), enterprise, owner, uscc=_code(each), statement="样例", at=at)
    grant_claim(staff, claim, reason="样例", grounds=[ProofKind.CHECK], at=at)
    actor = _acting(person.pk)
    version = commitment_text(CommitmentKind.TRUTHFULNESS).version
    answer_commitment(
        actor, enterprise, CommitmentKind.TRUTHFULNESS, version=version, language="zh", is_accepted=True, at=at
    )  # fmt: skip
    numbers = [pk for pk, _ in listed_numbers(enterprise, actor=NOBODY)]
    for number in numbers:
        texts = Texts(*(f"{number}.{place}：{TEXT}" for place in range(3)))
        save_texts(actor, number, texts, Saving(0, "bench", record_version(number)), at=at)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    request = RequestFactory().get("/")
    token = get_token(request)
    cookies = {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.CSRF_COOKIE_NAME: request.META["CSRF_COOKIE"],
    }
    return {
        "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "token": token,
        "enterprise": enterprise,
        "records": numbers,
        "promise": commitment_text(CommitmentKind.PROMISE).version,
    }


def _acting(person: int) -> Actor:
    found = actor_of(person)
    if found is None:
        raise LookupError(person)
    return found


def _name(each: int) -> str:
    return f"样例第{each}印染有限公司"


def _code(each: int) -> str:
    """A code that is made like one; nobody has it."""
    return next(code for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_uscc(code := f"91000000MA{each:07}{last}"))
