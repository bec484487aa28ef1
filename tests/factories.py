"""Real records for tests: rows of a file, taken in by the same act as any file, and indexed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django_tasks import task_backends

from qingce.domain.enterprises.actions import submit_claim
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import IngestReport, ask_correction, ingest
from qingce.domain.records.enums import RequestText
from qingce.domain.records.models import Record
from qingce.domain.removal.queueing import build_queue
from qingce.domain.statistics.following import build_all
from qingce.doors.web.account.second_factor import SecondFactorAdapter
from qingce.pure.kernel.names import name_key
from qingce.pure.rules.library import Library, read_library
from qingce.shared.jobs.claims import claim_next, settle_failure, settle_success
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.parties.actions import (
    OrganisationText,
    accept_invitation,
    add_staff,
    decide_organisation,
    invite,
    make_person,
    register_organisation,
)
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind, StaffRole
from qingce.shared.parties.models import Membership, Person
from qingce.shared.parties.queries import actor_of, operator
from qingce.shared.rulebooks.actions import release_book
from qingce.shared.rulebooks.enums import ReleaseRow
from qingce.shared.rulebooks.queries import rulebook_folder
from qingce.shared.search.actions import rebuild, refresh
from tests.worlds import remembered

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
PASSWORD = "ein langes Passwort 7"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SCRIPT = "<script>alert('清册')</script>"


def penalty(**values: str) -> dict[str, str]:
    """A penalty decision against a dyeing works in Shaoxing; values replace or add columns."""
    return {
        "enterprise_name": "绍兴样甲印染有限公司",
        "uscc": "91000000MA0000001R",
        "county": "浙江省绍兴市柯桥区",
        "industry": "1713",
        "type": "supervision",
        "title": "废水超标排放行政处罚决定",
        "doc_no": "柯环罚〔2024〕7号",
        "issuer": "绍兴市生态环境局",
        "published_on": "2024-03-02",
        "description": "废水总排放口化学需氧量为300mg/L，超过排放标准。",
        "measure": "罚款十二万五千元",
        "fine_cny": "125000",
        "violations": "water",
        "measurements": "化学需氧量|300|200|mg/L|总排口|0.5;氨氮|||mg/L||",
        "quantities": "污泥|1.2|t",
        "source_title": "行政处罚公示",
        "source_kind": "government-site",
        "source_url": "https://example.org/penalties",
        "licence": "官方文件",
    } | values


def key_unit(**values: str) -> dict[str, str]:
    """An enterprise in Shanghai on a list of key units; values replace or add columns."""
    return {
        "enterprise_name": "上海例乙化工有限公司",
        "county": "上海市金山区",
        "industry": "2614",
        "type": "key-entity",
        "title": "重点排污单位（废水）：上海例乙化工有限公司",
        "issuer": "上海市生态环境局",
        "year": "2020",
        "details": "media=废水",
        "source_title": "上海市重点排污单位名录",
    } | values


def pseudonymous(**values: str) -> dict[str, str]:
    """A decision against an enterprise whose name is withheld."""
    return penalty(
        enterprise_name="某市某金属制品厂（化名01）",
        uscc="",
        is_pseudonym="true",
        doc_no="某环罚〔2023〕×号",
        published_on="2023-05-06",
        **values,
    )


def hostile(**values: str) -> dict[str, str]:
    """A record whose texts try to be markup and formulas."""
    return key_unit(
        enterprise_name=f"{SCRIPT}有限公司",
        title=f'=HYPERLINK("http://example.org") {SCRIPT}',
        issuer=f"+cmd {SCRIPT}",
        description=f"{SCRIPT}印染",
        **values,
    )


def take_in(*rows: dict[str, str], actor: Actor | None = None) -> IngestReport:
    """Take rows in as a file of JSON Lines; none may be rejected."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
        report = ingest(path, mapping="", actor=actor or operator("test"), at=AT)
    assert report.rows_rejected == 0, report.problems
    build_queue()
    return report


@cache
def rule_library() -> Library:
    """The rulebooks that come with Qingce, read once for all tests."""
    return read_library(rulebook_folder())


@remembered
def release_rules(book: str = "removal", *, at: datetime = AT) -> ReleaseRow:
    """Releases the newest version of a rulebook that comes with Qingce."""
    released = release_book(rule_library().versions(book)[-1], by=PLATFORM, at=at)
    build_queue()
    return released


def index() -> None:
    """Make what is in the database found, in this process at once."""
    for kind in ("record", "enterprise"):
        rebuild(kind)
        refresh(kind)


def count() -> None:
    """Make what is in the database counted for the pages of trends."""
    build_all()


def register(*rows: dict[str, str]) -> list[Record]:
    """Take rows in, index them, and return all records in the order of their numbers."""
    take_in(*rows)
    index()
    return list(Record.objects.order_by("pk"))


def work() -> None:
    """Does what waits in the queues, as the worker would, until nothing waits; a fault of ours is raised."""
    at = timezone.now()
    queues = sorted(task_backends["default"].queues)
    while claim := next(filter(None, (claim_next(queue, worker="tests", at=at) for queue in queues)), None):
        arguments = claim.result.args_kwargs
        try:
            value = claim.result.task.call(*arguments["args"], **arguments["kwargs"])
        except Exception as error:
            settle_failure(claim, error, at=at)
            raise
        settle_success(claim, value, at=at)


def ask(record: Record, *, nonce: str = "form-1", at: datetime = AT, files: tuple[int, ...] = (), **said: Any) -> str:
    """Asks for a correction of a record; returns the secret of the asker's own link."""
    words = {
        "kind": "wrong",
        "statement": "罚款金额应为十二万元，见附件。",
        "name": "陈样本",
        "email": "chen@example.org",
    }
    return ask_correction(record.pk, said=RequestText(**words | said), files=files, nonce=nonce, at=at).secret


def staff_member(
    role: StaffRole = StaffRole.REVIEWER,
    *,
    name: str = "数据组",
    email: str = "a@example.org",
    area: str = "",
    has_factor: bool = True,
) -> Person:
    """Somebody of the staff, to be logged in by `client.force_login`; with a second factor, as the office asks."""
    person = Person.objects.get(
        pk=add_staff(email, name=name, role=role, password=PASSWORD, by="test", at=AT, area=area)
    )
    if has_factor:
        add_factor(person)
    return person


def add_factor(person: Person, secret: str = TOTP_SECRET) -> None:
    """Gives a person an authenticator app with a known key."""
    kept = {"secret": SecondFactorAdapter().encrypt(secret)}
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": kept})


def somebody(email: str = "b@example.org", *, name: str = "路人") -> Person:
    """A person with an account and nothing else."""
    return make_person(email, name=name, password=PASSWORD, at=AT)


def acting(person: Person) -> Actor:
    """Who the person is when acting now."""
    found = actor_of(person.pk)
    assert found is not None
    return found


def organisation(
    admin: Person, *, kind: OrganisationKind = OrganisationKind.AGENCY, name: str = "样例环境服务有限公司", **said: str
) -> int:
    """An organisation that was let in, with its first admin; returns its number in the database."""
    pk = register_organisation(acting(admin), OrganisationText(kind=kind, name=name, **said), at=AT)
    decide_organisation(operator("test"), pk, is_admitted=True, reason="样例", at=AT)
    return pk


def member(organisation_id: int, person: Person, role: MemberRole = MemberRole.READER) -> None:
    """Makes somebody a member, by the way of an invitation."""
    admin = Membership.objects.filter(organisation=organisation_id, role=MemberRole.ADMIN, ended_at=None).first()
    assert admin is not None
    secret = invite(acting(admin.person), organisation_id, person.email, role=role, at=AT)
    accept_invitation(acting(person), secret, at=AT)


def enterprise(name: str = "绍兴样甲印染有限公司", **more: Any) -> int:
    """An enterprise in Shaoxing with an address, as sources tell of it; returns its number."""
    values = {"division": "330603", "address": "浙江省绍兴市柯桥区样例路7号"} | more
    return Enterprise.objects.create(name=name, name_key=name_key(name), created_at=AT, **values).pk


def claimant(admin: Person, *, name: str = "绍兴样甲印染有限公司", **said: str) -> int:
    """An organisation of the kind enterprise that waits for its first claim; returns its number in the database."""
    return register_organisation(acting(admin), OrganisationText(OrganisationKind.ENTERPRISE, name, **said), at=AT)


def claim(admin: Person, enterprise_id: int, organisation_id: int, **said: Any) -> int:
    """An open claim; returns its number."""
    words = {"uscc": "91000000MA0000001R", "statement": "本公司法定代表人授权。", "at": AT}
    return submit_claim(acting(admin), enterprise_id, organisation_id, **words | said)
