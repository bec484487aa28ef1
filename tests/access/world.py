"""The world in which the table of permissions is walked: every kind of user, and each object near and far.

HERE is Suzhou, ELSEWHERE is Hangzhou. Members belong to `own` organisations; `foreign` ones have other members.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from qingce.domain.documents.enums import PAPER
from qingce.domain.enterprises.actions import PROOF as CLAIM_PROOF
from qingce.domain.enterprises.models import Enterprise, MatchQuestion
from qingce.domain.records.actions import choose_mapping, receive_file
from qingce.domain.records.enums import EVIDENCE, WITHDRAW
from qingce.domain.records.models import CorrectionRequest, Provenance, Record, RequestEvidence
from qingce.doors.web.extracts.record import record_extract
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.issuing.actions import issue_document
from qingce.shared.issuing.codes import check_character
from qingce.shared.ledger.actions import number_entries
from qingce.shared.ledger.queries import entries_of, newest_checkpoint
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.models import Letter
from qingce.shared.notices.actions import follow_notices
from qingce.shared.notices.models import Objection
from qingce.shared.parties.actions import (
    PROOF,
    OrganisationText,
    decide_organisation,
    end_staff,
    erase_person,
    invite,
    propose,
    register_organisation,
)
from qingce.shared.parties.enums import MemberRole, OrganisationKind, StaffRole
from qingce.shared.parties.models import OrganisationProof, Person
from qingce.shared.parties.queries import operator
from tests import hostile_files
from tests.access.lists import lists_of_provinces, surveys_of_lists
from tests.access.observing import alliance, audit_agencies
from tests.access.papers import closer_documents, explained
from tests.domain.documents.keeping import Kept, kept, paper, release_types
from tests.factories import (
    AT,
    acting,
    ask,
    claim,
    claimant,
    count,
    index,
    member,
    organisation,
    penalty,
    release_rules,
    somebody,
    staff_member,
    take_in,
    work,
)
from tests.shared.draws.making import due_now
from tests.shared.notices.making import SEVEN_DAYS, objected, published

KINDS = (OrganisationKind.ENTERPRISE, OrganisationKind.BRAND, OrganisationKind.NGO, OrganisationKind.GOVERNMENT)
HERE, ELSEWHERE = "320500", "330100"
PLACES = {"here": ("江苏省苏州市虎丘区", "苏州样"), "elsewhere": ("浙江省杭州市余杭区", "杭州样")}
OPERATOR = operator("test")
MISSING = 999_999
MISSING_CODE = "XD2MK7QPW4R" + check_character("XD2MK7QPW4R")  # well-formed, and never given out
CODES = ("91000000MA0000001R", "91000000MA0000002W", "91000000MA00000030", "91000000MA00000043")
Kwargs = dict[str, object]


@dataclass(frozen=True)
class World:
    """Who asks, and what is asked for.

    Args: users: log-ins by kind of user. objects: view → relation → what the address needs.
    """

    users: dict[str, Client]
    objects: dict[str, dict[str, Kwargs]]

    def relations(self, view: str) -> dict[str, Kwargs]:
        """The objects by which a view is asked; "-": it is about none."""
        return self.objects.get(view, {"-": {}})


def build() -> World:
    """Everything, written to the database by the acts that people do."""
    people = _people()
    objects = {**_public(), **_imports(), **_organisations(people), **_others(people)}
    objects |= _claims(people)
    objects |= _documents(people)
    objects |= _draws()
    objects |= _rules()
    objects |= _notices()
    objects |= audit_agencies(people)
    objects |= alliance(people, objects["web:my-audit"])
    objects |= lists_of_provinces() | surveys_of_lists()
    objects |= _issued(objects)
    objects |= _ledger(objects)
    objects |= {f"web:trends-{name}": {"-": {"name": "region"}} for name in ("csv", "svg")}
    index()
    count()
    world = World({kind: _client(person) for kind, person in people.items()}, objects)
    _issue_extracts(world)
    return world


def _issue_extracts(world: World) -> None:
    """Whoever asks for an extract after the first of the day is led to that one; typesetting each anew takes long."""
    for view in ("web:record-extract", "web:enterprise-extract", "web:cleaner-report-document"):
        for kwargs in world.relations(view).values():
            world.users["nobody"].post(reverse(view, kwargs=kwargs))


def _rules() -> dict[str, dict[str, Kwargs]]:
    """A released rulebook; its pages are for everybody."""
    release_rules()
    book: Kwargs = {"book": "removal"}
    version: Kwargs = {**book, "version": "2017-06-01"}
    return {
        **{f"web:rules-{name}": {"-": book} for name in ("book", "try", "decision")},
        **{f"web:rules-{name}": {"-": version} for name in ("version", "released")},
        "web:rules-row": {"-": {**version, "table": "removal", "row": "record-wrong"}},
        "web:rules-rule": {"-": {**version, "kind": "parameter", "name": "removal-period"}},
    }


def _issued(public: dict[str, dict[str, Kwargs]]) -> dict[str, dict[str, Kwargs]]:
    """An extract of the record of each place; a code that was never given out."""
    codes: dict[str, Kwargs] = {"missing": {"code": "K7QD2MXPW4R" + check_character("K7QD2MXPW4R")}}
    for relation, kwargs in public["web:record"].items():
        number = int(str(kwargs["pk"]))
        drafted = record_extract(number, "zh", on=AT.date())
        assert drafted
        codes[relation] = {"code": issue_document(drafted, subject=number, at=AT).code}
    return {f"web:check-{name}": codes for name in ("document", "document-compare", "pdf", "docx")}


def _ledger(public: dict[str, dict[str, Kwargs]]) -> dict[str, dict[str, Kwargs]]:
    """A log with a checkpoint; what it publishes is for everybody, of records as far as they are public."""
    number_entries(at=AT)
    size = newest_checkpoint().size
    rows = {
        relation: {"number": found.entry.number, "subject": kwargs["pk"]}
        for relation, kwargs in public["web:record"].items()
        for found in entries_of("record", int(str(kwargs["pk"])))[:1]
    }
    return {
        "log-tile": {"-": {"path": "0/000.p/1"}},
        "web:ledger-entry": {"-": {"named": "0"}},
        "web:ledger-entry-json": {"-": {"number": 0}},
        "web:ledger-proof": {"-": {"number": 0}},
        "web:ledger-row": rows,
        "web:ledger-growth": {"-": {"older": size, "newer": size}},
        **{f"web:record-{name}": public["web:record"] for name in ("proof", "certificate", "certificate-page")},
        **{f"web:enterprise-{name}": public["web:enterprise"] for name in ("certificate", "certificate-page")},
    }


def _client(person: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def _people() -> dict[str, Person | None]:
    people: dict[str, Person | None] = {"nobody": None, "person": somebody("person@example.org")}
    for role in ("reader", "editor", "admin"):
        people[role] = somebody(f"{role}@example.org")
    for kind in KINDS:
        people[kind.value] = somebody(f"{kind}@example.org")
    for role in StaffRole:
        people[role.value] = staff_member(role, email=f"{role}@example.org")
        people[f"{role.value} here"] = staff_member(role, email=f"{role}.here@example.org", area=HERE)
    people["ended"] = staff_member(StaffRole.ADMINISTRATOR, email="ended@example.org")
    end_staff("ended@example.org", by="test", at=AT)
    people["without factor"] = staff_member(StaffRole.ADMINISTRATOR, email="bare@example.org", has_factor=False)
    people["erased"] = erased = somebody("erased@example.org")
    erase_person(acting(erased), email="erased@example.org", at=AT)
    return people


def _public() -> dict[str, dict[str, Kwargs]]:
    """A record with a request and an evidence file, and a question, in each place."""
    found: dict[str, dict[str, Kwargs]] = {}
    proposer = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="proposer@example.org"))
    for relation, (county, stem) in PLACES.items():
        uscc = {"here": CODES[0], "elsewhere": ""}[relation]
        name = f"{stem}甲印染有限公司"
        take_in(penalty(enterprise_name=name, uscc=uscc, county=county, issuer="", doc_no=f"{stem}〔2024〕7号"))
        enterprise = Enterprise.objects.get(name=name)
        record = Record.objects.get(enterprise=enterprise)
        take_in(
            penalty(
                enterprise_name=f"{stem}申印染有限公司", uscc="", county=county, issuer="", doc_no=f"{stem}〔2024〕8号"
            )
        )
        question = MatchQuestion.objects.latest("pk")
        secret = ask(record, nonce=relation, files=(_file(EVIDENCE),))
        request = CorrectionRequest.objects.latest("pk")
        evidence = RequestEvidence.objects.get(request=request).file_id
        provenance = Provenance.objects.get(record=record).pk
        own: dict[str, Kwargs] = {
            "web:enterprise": {"pk": enterprise.pk},
            "web:enterprise-download": {"pk": enterprise.pk},
            "web:enterprise-removals": {"pk": enterprise.pk},
            "web:enterprise-extract": {"pk": enterprise.pk},
            "web:family": {"number": enterprise.pk},
            "web:record": {"pk": record.pk},
            "web:record-determination": {"pk": record.pk},
            "web:record-extract": {"pk": record.pk},
            "web:report": {"pk": record.pk},
            "web:source": {"pk": record.pk, "provenance": provenance},
            "web:request": {"secret": secret},
            "web:question": {"number": question.pk},
            "web:office-record": {"pk": record.pk},
            "web:facts-of": {"pk": record.pk},
            "web:decision": {"pk": propose(proposer, WITHDRAW, record.pk, reason="判决撤销", at=AT)},
            "web:office-request": {"pk": request.pk},
            "web:office-request-release": {"pk": request.pk},
            "web:office-request-erase": {"pk": request.pk},
            "web:office-request-file": {"pk": request.pk, "file": evidence},
            "web:office-request-file-redact": {"pk": request.pk, "file": evidence},
            "web:office-request-files": {"pk": request.pk},
        }
        for view, kwargs in own.items():
            found.setdefault(view, {})[relation] = kwargs
    return found


def _imports() -> dict[str, dict[str, Kwargs]]:
    """An import with a rejected row for each place, and one of the whole country."""
    found: dict[str, dict[str, Kwargs]] = {}
    for relation, area in (("here", HERE), ("elsewhere", ELSEWHERE), ("country", "")):
        rows = [penalty(county=PLACES["here"][0], issuer="", doc_no=relation), {"type": "supervision"}]
        with TemporaryDirectory() as folder:
            path = Path(folder) / "rows.jsonl"
            path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
            batch = receive_file(path, file_name=path.name, actor=OPERATOR, language="zh", at=AT, area=area)
        work()
        choose_mapping(batch, "", name="canonical", actor=OPERATOR, at=AT)
        work()
        for view in ("import", "import-columns", "import-restore", "import-undo"):
            found.setdefault(f"web:{view}", {})[relation] = {"batch": batch}
        found.setdefault("web:import-rejected", {})[relation] = {"batch": batch, "number": 1}
    return found


def _organisations(people: dict[str, Person | None]) -> dict[str, dict[str, Kwargs]]:
    """Of the members one's own; others of nobody's place, and governments of both places that wait."""
    admin = people["admin"]
    assert admin
    said = OrganisationText(kind=OrganisationKind.AGENCY, name="苏州样环境服务有限公司")
    own = register_organisation(acting(admin), said, proofs=[_file(PROOF)], at=AT)
    decide_organisation(OPERATOR, own, is_admitted=True, reason="样例", at=AT)
    for role in (MemberRole.READER, MemberRole.EDITOR):
        person = people[role.value]
        assert person
        member(own, person, role)
    for kind in KINDS:
        person = people[kind.value]
        assert person
        area = {"area": HERE} if kind == OrganisationKind.GOVERNMENT else {}
        organisation(person, kind=kind, name=f"样例{kind.value}", **area)
    other = somebody("other@example.org")
    foreign = organisation(other, kind=OrganisationKind.AGENCY, name="另一家环境服务有限公司")
    places = {
        relation: register_organisation(
            acting(other),
            OrganisationText(
                kind=OrganisationKind.GOVERNMENT, name=f"{relation}环境局", area=area, department="法规处"
            ),
            proofs=[_file(PROOF)],
            at=AT,
        )
        for relation, area in (("here", HERE), ("elsewhere", ELSEWHERE))
    }
    numbers = {"own": own, "foreign": foreign, **places}
    proofs = dict(OrganisationProof.objects.values_list("organisation", "file"))
    secret = invite(acting(other), foreign, "person@example.org", role=MemberRole.READER, at=AT)
    return {
        "web:organisation": {name: {"pk": pk} for name, pk in numbers.items()},
        "web:organisation-proof": {name: {"pk": pk, "file": proofs.get(pk, MISSING)} for name, pk in numbers.items()},
        "web:office-organisation": {name: {"pk": pk} for name, pk in numbers.items()},
        "web:invitation": {"of person": {"secret": secret}, "missing": {"secret": "none"}},
    }


def _claims(people: dict[str, Person | None]) -> dict[str, dict[str, Kwargs]]:
    """A claim by the members' enterprise of the one here, and by others of the one elsewhere."""
    found: dict[str, dict[str, Kwargs]] = {}
    enterprise, other = people["enterprise"], Person.objects.get(email="other@example.org")
    assert enterprise
    for relation, person, uscc in (("here", enterprise, CODES[0]), ("elsewhere", other, CODES[1])):
        claimed = Enterprise.objects.get(name=f"{PLACES[relation][1]}甲印染有限公司")
        file = _file(CLAIM_PROOF)
        number = claim(person, claimed.pk, claimant(person, name=claimed.name, uscc=uscc), uscc=uscc, proofs=[file])
        for view in ("claim", "office-claim", "office-claim-letter", "office-claim-files"):
            found.setdefault(f"web:{view}", {})[relation] = {"pk": number}
        for view in ("claim-file", "office-claim-file"):
            found.setdefault(f"web:{view}", {})[relation] = {"pk": number, "file": file}
        found.setdefault("web:claim-new", {})[relation] = {"pk": claimed.pk}
    return found


def _documents(people: dict[str, Person | None]) -> dict[str, dict[str, Kwargs]]:
    """Enterprises held by a member here and by another elsewhere, each with a public and a confidential paper."""
    release_types()
    found: dict[str, dict[str, Kwargs]] = {}
    enterprise, other = people["enterprise"], Person.objects.get(email="other@example.org")
    assert enterprise
    own_here: Kept | None = None
    for relation, person, division, uscc in (
        ("here", enterprise, "320505", CODES[2]),
        ("elsewhere", other, "330110", CODES[3]),
    ):
        own = kept(f"{PLACES[relation][1]}丙电镀有限公司", email=person.email, uscc=uscc, division=division)
        own_here = own_here or own
        for view in ("shelf", "document-new", "documents-several"):
            found.setdefault(f"web:{view}", {})[relation] = {"pk": own.enterprise}
        for view, kwargs in explained(own, *PLACES[relation], uscc).items():
            found.setdefault(f"web:{view}", {})[relation] = kwargs
        found.setdefault("web:office-shelf", {})[relation] = {"number": own.enterprise}
        for audience, kind in (("public", "discharge-permit"), ("confidential", "waste-contract")):
            file = _file(PAPER)
            number = paper(own, kind, files=[file])
            for view in ("document", "document-version"):
                found.setdefault(f"web:{view}", {})[f"{audience} {relation}"] = {"pk": number}
            for view in ("document-file", "document-file-redact"):
                found.setdefault(f"web:{view}", {})[f"{audience} {relation}"] = {"pk": number, "file": file}
    assert own_here
    for view, more in closer_documents(own_here, _file).items():
        found[view] |= more
    return found


def _draws() -> dict[str, dict[str, Kwargs]]:
    """A draw of each place that waits for its value."""
    found: dict[str, dict[str, Kwargs]] = {}
    for relation, area in (("here", HERE), ("elsewhere", ELSEWHERE)):
        number = due_now(area=area, occasion=relation)
        for view in ("draw", "draw-file", "office-draw"):
            found.setdefault(f"web:{view}", {})[relation] = {"pk": number}
    return found


def _notices() -> dict[str, dict[str, Kwargs]]:
    """A notice of each place that is open for objections."""
    found: dict[str, dict[str, Kwargs]] = {"web:notice-follow-kind": {"-": {"kind": SEVEN_DAYS.name}}}
    for relation, area in (("here", HERE), ("elsewhere", ELSEWHERE)):
        number = published(area=area, about=(), at=timezone.now())
        secret = objected(number, at=timezone.now()).secret
        own = Objection.objects.latest("pk").pk
        for view in ("notice", "notice-calendar", "notice-follow", "objection-new", "objection-sent", "office-notice"):
            found.setdefault(f"web:{view}", {})[relation] = {"pk": number}
        follow_notices(notice=number, email=f"{relation}@example.org", language="zh", at=AT)
        token = Letter.objects.latest("pk").params["token"]
        for view in ("notice-follow-confirm", "notice-follow-end", "notice-letters"):
            found.setdefault(f"web:{view}", {})[relation] = {"token": token}
        for view in ("objection", "objection-confirm"):
            found.setdefault(f"web:{view}", {})[relation] = {"secret": secret}
        found.setdefault("web:office-objection", {})[relation] = {"pk": own}
    return found


def _others(people: dict[str, Person | None]) -> dict[str, dict[str, Kwargs]]:
    far = staff_member(StaffRole.REVIEWER, email="far@example.org", area=ELSEWHERE)
    near, plain = people["reviewer here"], people["person"]
    assert near
    assert plain
    letter = send_mail(
        "test-mail", to="person@example.org", language="zh", params={"link": "https://example.org"}, at=AT
    )
    return {
        "web:office-person": {"here": {"pk": near.pk}, "elsewhere": {"pk": far.pk}, "without role": {"pk": plain.pk}},
        "web:office-mail-again": {"letter": {"letter": letter}},
    }


def _file(purpose: str) -> int:
    return keep_upload([hostile_files.plain_pdf()], name="文件.pdf", accepts=FileType, purpose=purpose, at=AT).id
