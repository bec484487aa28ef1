"""Who sees which document and how much of it; the shelf with what expires and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from qingce.domain.documents import registry
from qingce.domain.documents.actions import withdraw_document
from qingce.domain.documents.asking import asked_lists, asked_on
from qingce.domain.documents.enums import Audience, Standing
from qingce.domain.documents.errors import DocumentNotFound
from qingce.domain.documents.models import Document
from qingce.domain.documents.queries import (
    document_file,
    enterprises_kept,
    expiring_documents,
    get_document,
    public_documents,
    shelf_of,
    visible_to,
)
from qingce.domain.documents.registry import Use, UsedBy, register_use
from qingce.domain.enterprises.actions import end_claim, merge_enterprises
from qingce.domain.enterprises.models import Claim
from qingce.shared.parties.enums import NOBODY, Actor, MemberRole, StaffRole
from qingce.shared.parties.queries import operator
from qingce.shared.rulebooks.queries import book_at
from tests.domain.documents.keeping import CODES, Kept, grantor, kept, paper, release_types
from tests.factories import AT, acting, member, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4", "DIS-6", "REM-11", "ACC-2")]

ON = localdate(AT)


def seen(actor: Actor) -> set[str]:
    """The audiences of the documents that somebody sees anything of."""
    return set(Document.objects.filter(visible_to(actor)).values_list("audience", flat=True))


def whole(actor: Actor, pk: int) -> bool:
    """Whether somebody sees the title and files of a document; None of it is an error."""
    found = get_document(pk, actor=actor)
    return bool(found.row.title and found.row.files)


@pytest.fixture
def papers(own: Kept) -> dict[Audience, int]:
    return {each: paper(own, audience=each, title="标题") for each in Audience}


def actor_of_kind(kind: str, own: Kept) -> Actor:
    if kind == "nobody":
        return NOBODY
    if kind == "editor":
        return own.actor
    if kind == "stranger":
        return acting(somebody("stranger@example.org"))
    if kind == "reader":
        found = somebody("reader@example.org")
        member(own.organisation, found, MemberRole.READER)
        return acting(found)
    if kind == "rival":
        return kept("别家", email="rival@example.org", uscc=CODES[1]).actor
    role = StaffRole.BRAND_LIAISON if kind == "liaison" else StaffRole.REVIEWER
    areas = {"reviewer": "330600", "far reviewer": "320000", "liaison": ""}
    return acting(staff_member(role, email="staff@example.org", area=areas[kind]))


ALL, SOME = set(Audience.values), {"public"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("nobody", SOME), ("stranger", SOME), ("rival", SOME), ("editor", ALL), ("reader", ALL),
        ("reviewer", ALL), ("far reviewer", SOME), ("liaison", SOME),
    ],
)  # fmt: skip
def test_each_kind_of_user_sees_its_part(own: Kept, papers: dict[Audience, int], kind: str, expected: set[str]) -> None:
    actor = actor_of_kind(kind, own)
    assert seen(actor) == expected
    for audience, pk in papers.items():
        if audience not in expected:
            with pytest.raises(DocumentNotFound):
                get_document(pk, actor=actor)
        else:
            assert whole(actor, pk) == (audience != Audience.CLOSED or kind in ("editor", "reader")), audience


def test_of_a_closed_one_the_staff_see_type_and_days_only(own: Kept) -> None:
    pk = paper(own, audience=Audience.CLOSED, title="秘密", number="7", issuer="某局", expires_on=date(2027, 1, 1))
    file = get_document(pk, actor=own.actor).row.files[0].id
    row = get_document(pk, actor=grantor()).row
    assert (row.is_outline, row.type, row.expires_on) == (True, "discharge-permit", date(2027, 1, 1))
    assert (row.title, row.number, row.issuer, row.files) == ("", "", "", ())
    assert document_file(pk, file, actor=grantor()) is None
    assert document_file(pk, file, actor=own.actor) is not None
    (placed,) = shelf_of(own.enterprise, actor=grantor(), on=ON).placed
    assert (placed.row.is_outline, placed.row.title) == (True, "")


def test_public_is_told_neither_versions_nor_withdrawn_ones(own: Kept) -> None:
    pk, other = paper(own), paper(own)
    withdraw_document(own.actor, other, reason="传错", at=AT)
    assert [each.id for each in public_documents(own.enterprise)] == [pk]
    assert get_document(pk, actor=NOBODY).versions == ()
    with pytest.raises(DocumentNotFound):
        get_document(other, actor=NOBODY)


def test_whoever_holds_the_enterprise_no_more_sees_no_more(own: Kept) -> None:
    pk = paper(own, "waste-contract")
    end_claim(grantor(), Claim.objects.get().pk, reason="转让", at=AT)
    with pytest.raises(DocumentNotFound):
        get_document(pk, actor=own.actor)
    assert enterprises_kept(own.actor) == []


def test_two_holders_of_what_was_merged_see_each_their_own_until_it_is_settled(own: Kept) -> None:
    other = kept("绍兴样甲印染厂", email="c@example.org", uscc=CODES[1])
    mine, theirs = paper(own, "waste-contract"), paper(other, "waste-contract")
    merge_enterprises(other.enterprise, into=own.enterprise, actor=operator("test"), reason="同一家", at=AT)
    assert [each.id for each in shelf_rows(own)] == [mine]
    assert [each.row.id for each in shelf_of(own.enterprise, actor=other.actor, on=ON).placed] == [theirs]
    end_claim(grantor(), Claim.objects.get(organisation=other.organisation).pk, reason="已并入", at=AT)
    assert {each.id for each in shelf_rows(own)} == {mine, theirs}
    assert shelf_of(own.enterprise, actor=other.actor, on=ON).placed == ()


def shelf_rows(own: Kept) -> list[object]:
    return [each.row for each in shelf_of(own.enterprise, actor=own.actor, on=ON).placed]


@pytest.mark.parametrize(
    ("days", "standing"),
    [
        (-1, Standing.EXPIRED),
        (0, Standing.EXPIRING),
        (60, Standing.EXPIRING),
        (61, Standing.VALID),
        (None, Standing.VALID),
    ],
)
def test_standing_follows_the_last_day(own: Kept, days: int | None, standing: Standing) -> None:
    paper(own, expires_on=None if days is None else ON + timedelta(days=days))
    (placed,) = shelf_of(own.enterprise, actor=own.actor, on=ON).placed
    assert placed.standing == standing
    listed = expiring_documents(own.actor, on=ON)
    assert len(listed) == (standing != Standing.VALID)


def test_shelf_stands_in_the_order_of_expiry(own: Kept) -> None:
    never, later, sooner = (paper(own, expires_on=on) for on in (None, date(2028, 1, 1), date(2027, 1, 1)))
    gone = paper(own, expires_on=date(2026, 1, 1))
    withdraw_document(own.actor, gone, reason="传错", at=AT)
    assert [each.row.id for each in shelf_of(own.enterprise, actor=own.actor, on=ON).placed] == [
        sooner,
        later,
        never,
        gone,
    ]


@pytest.mark.requirement("DIS-3", "DIS-4")
def test_missing_are_the_slots_that_nothing_valid_serves(own: Kept) -> None:
    """Every slot of BMD 12 but that for other documents, and the papers of IPE-2017 §1 where there is a record."""

    def missing(*, has_records: bool = False) -> dict[str, list[str]]:
        shelf = shelf_of(own.enterprise, actor=own.actor, on=ON, has_records=has_records)
        return {str(asked.of): [line.id for line in asked.lines] for asked in shelf.missing}

    under_permit = ["discharge-permit", "eia-report", "eia-approval", "three-synchronisations", "emergency-plan"]
    under_permit += ["test-report", "hazardous-waste", "facility-operation"]
    of_record = ["corrective-action-plan", "cause", "corrective-action", "state-of-facilities"]
    assert missing() == {"permit": under_permit}
    assert missing(has_records=True) == {"permit": under_permit, "record": of_record}
    pk = paper(own)
    paper(own, "noise-report")
    paper(own, "eia-report", expires_on=date(2026, 11, 19))  # expired, whatever it is
    paper(own, "penalty-decision")
    left = [each for each in under_permit if each not in ("discharge-permit", "test-report")]
    assert missing(has_records=True) == {"permit": left, "record": [each for each in of_record if each != "cause"]}
    withdraw_document(own.actor, pk, reason="传错", at=AT)
    assert "discharge-permit" in missing()["permit"]


@pytest.mark.requirement("DIS-3", "DIS-4")
def test_every_slot_of_a_disclosure_is_asked_for_but_that_for_other_documents() -> None:
    release_types()
    book = book_at("disclosure", on=ON)
    asked = {name.removeprefix("requirement.") for name, _of in asked_lists()}
    assert {each.requires for each in book.lists["document-slots"].item} - asked == {"other-documents"}
    assert [line.id for each in asked_on(ON) for line in each.lines if not line.types] == []


@pytest.fixture
def used() -> Iterator[dict[str, object]]:
    told: dict[str, object] = {"uses": {}, "seen": Q(pk__in=())}
    before = dict(registry._users)
    register_use(UsedBy("case", "案件", lambda _ids: told["uses"], lambda _actor: told["seen"]))  # type: ignore[arg-type, return-value]
    yield told
    registry._users.clear()
    registry._users.update(before)


def test_shelf_tells_where_a_document_is_used(own: Kept, used: dict[str, object]) -> None:
    pk, _other = paper(own), paper(own)
    use = Use("case", 7, "案件 7")
    used["uses"] = {pk: [use]}
    assert {each.row.id: each.uses for each in shelf_of(own.enterprise, actor=own.actor, on=ON).placed}[pk] == (use,)
    assert get_document(pk, actor=own.actor).uses == (use,)
    assert get_document(pk, actor=NOBODY).uses == ()


def test_party_of_a_case_sees_what_is_for_parties_and_nothing_closer(
    own: Kept, papers: dict[Audience, int], used: dict[str, object]
) -> None:
    actor = acting(somebody("party@example.org"))
    assert seen(actor) == {"public"}
    used["seen"] = Q(pk__in=list(papers.values()))
    assert seen(actor) == {"public", "parties"}
    assert whole(actor, papers[Audience.PARTIES])


def test_shelf_and_public_list_cost_the_same_for_one_and_three(own: Kept) -> None:
    def cost() -> tuple[int, int, int]:
        found = []
        for does in (
            lambda: shelf_of(own.enterprise, actor=actor, on=ON, has_records=True),
            lambda: public_documents(own.enterprise),
            lambda: expiring_documents(actor, on=ON),
        ):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                does()
            found.append(len(queries))
        return found[0], found[1], found[2]

    actor = own.actor
    paper(own, expires_on=ON)
    one = cost()
    paper(own, "test-report", expires_on=ON)
    paper(own, "eia-report", expires_on=ON)
    assert cost() == one
