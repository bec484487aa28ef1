"""Everything held about a person: given as a whole, without secrets; forgotten, but for the public number."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.backends.db import SessionStore
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.shared.ledger.models import JournalEntry
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.models import Letter
from qingce.shared.parties.actions import (
    EntryText,
    appoint_admin,
    close_organisation,
    erase_person,
    export_person,
    grant_role,
    invite,
    save_entry,
)
from qingce.shared.parties.enums import EntryKind, MemberRole, StaffRole
from qingce.shared.parties.errors import EmailDiffers, LastAdministrator, NoSuchPerson, StillLastAdmin
from qingce.shared.parties.models import Invitation, Membership, Person, PersonalEntry, RoleGrant
from qingce.shared.parties.queries import actor_of, names_of, operator, people, personal_parts, staff
from qingce.shared.parties.registry import OpenWork, register_open_work
from tests.factories import AT, TOTP_SECRET, acting, add_factor, member, organisation, somebody, staff_member
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]
EMAIL = "b@example.org"


def held(person: Person) -> str:
    """The export as the file holds it."""
    return json.dumps(export_person(acting(person), at=AT), cls=DjangoJSONEncoder, ensure_ascii=False)


def rich(person: Person, *, count: int = 1) -> str:
    """Gives a person some of everything; returns the key of a session."""
    owner = somebody("owner@example.org", name="所有者")
    for number in range(count):
        pk = organisation(owner, name=f"组织{number}")
        member(pk, person, MemberRole.EDITOR)
        other = organisation(owner, name=f"另一家{number}")
        invite(acting(owner), other, person.email, role=MemberRole.READER, at=AT)
        AccessAttempt.objects.create(
            username=person.email.upper(), ip_address=f"192.0.2.{number}", failures_since_start=1
        )
        UserSession.objects.create(user=person, ip="192.0.2.9", session_key=f"key{number}", user_agent="Browser")
    save_entry(acting(person), EntryKind.EXPERT, EntryText("印染废水", employer="示例大学"), at=AT)
    add_factor(person)
    SocialAccount.objects.create(user=person, provider="work", uid="u-17", extra_data={"name": "张样本"})
    EmailAddress.objects.create(user=person, email="not.mine@example.org")
    store = SessionStore()
    store["_auth_user_id"] = str(person.pk)
    store.create()
    UserSession.objects.create(user=person, ip="192.0.2.1", session_key=store.session_key, user_agent="Browser")
    return str(store.session_key)


def test_export_holds_every_part() -> None:
    person = somebody(EMAIL, name="张样本")
    rich(person)
    RoleGrant.objects.create(person=person, role=StaffRole.REVIEWER, granted_by="test", granted_at=AT)
    told = export_person(acting(person), at=AT)
    parts = told["held"]
    assert isinstance(parts, dict)
    assert [name for name, part in parts.items() if not part] == [
        "letters",
        "decisions of two people",
        "objections",
        "notice-follows",
        "forms",
        "claims",
        "documents",
        "liaison",
        "disclosures",
        "cleaner-findings",
        "cleaner-rosters",
        "cleaner-surveys",
        "cleaner-publications",
        "cases",
        "absences",
        "audits",
        "auditors",
        "observing",
        "audit-suppliers",
    ]
    assert list(parts) == [part.name for part in personal_parts()]
    text = held(person)
    for said in (
        EMAIL,
        "张样本",
        "印染废水",
        "组织0",
        "另一家0",
        "192.0.2.0",
        "u-17",
        "totp",
        "reviewer",
        "member-joined",
    ):
        assert said in text, said


def test_export_holds_no_secret_and_nobody_else() -> None:
    person = somebody(EMAIL)
    key = rich(person)
    send_mail("reset-password", to="not.mine@example.org", language="zh", params={"link": "https://x/secret"}, at=AT)
    send_mail("reset-password", to=EMAIL, language="zh", params={"link": "https://x/secret"}, at=AT)
    text = held(person)
    sealed = Authenticator.objects.get(user=person).data["secret"]
    digests = [bytes(row.secret_digest).hex() for row in Invitation.objects.all()]
    secrets = [person.password, TOTP_SECRET, sealed, key, "key0", "https://x/secret", *digests]
    assert [each for each in secrets if each in text] == []
    assert [each for each in ("所有者", "owner@example.org") if each in text] == []
    letters = json.loads(text)["held"]["letters"]
    assert [(each["to"], each["kind"]) for each in letters] == [(EMAIL, "reset-password")]  # the other is not shown


@pytest.mark.parametrize("count", [1, 3])
def test_export_asks_as_often_for_one_as_for_three(count: int) -> None:
    person = somebody(EMAIL)
    rich(person, count=count)
    actor = acting(person)
    with CaptureQueriesContext(connection) as queries:
        export_person(actor, at=AT)
    assert len(queries) == 98


def test_erased_person_is_a_number() -> None:
    person = somebody(EMAIL, name="张样本")
    key = rich(person)
    send_mail("reset-password", to=EMAIL, language="zh", params={"link": "https://x/secret"}, at=AT)
    actor = acting(person)
    erase_person(actor, email=" B@Example.org ", at=AT)
    person.refresh_from_db()
    assert (person.name, person.email, person.erased_at) == ("", f"{person.number.lower()}@erased.invalid", AT)
    assert (person.is_active, person.has_usable_password(), actor_of(person.pk)) == (False, False, None)
    assert not Membership.objects.filter(person=person, ended_at=None).exists()
    assert not PersonalEntry.objects.exists()
    for kept in (EmailAddress, Authenticator, SocialAccount, UserSession):
        assert not kept.objects.filter(user=person).exists(), kept
    assert not SessionStore(key).exists(key)
    assert not AccessAttempt.objects.exists()
    assert set(Invitation.objects.values_list("email", "state")) == {
        (person.email, "accepted"),
        (person.email, "declined"),
    }
    assert set(Letter.objects.values_list("to", "params__link")) == {("", None)}
    assert {str(row.detail) for row in JournalEntry.objects.filter(person_id=person.pk)} == {"{}"}
    assert names_of([actor.signature]) == {actor.signature: person.number}
    assert person.pk not in {each.id for each in people("", actor=operator("test"))}
    with pytest.raises(NoSuchPerson):
        export_person(actor, at=AT)


def test_nothing_in_the_database_names_an_erased_person() -> None:
    person = somebody(EMAIL, name="张样本")
    rich(person)
    send_mail("reset-password", to=EMAIL, language="zh", params={"link": "https://x/secret"}, at=AT)
    erase_person(acting(person), email=EMAIL, at=AT)
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found += [table for row in cursor.fetchall() if any(told in str(row).lower() for told in (EMAIL, "张样本"))]
    assert found == []


def test_address_is_free_again() -> None:
    person = somebody(EMAIL)
    erase_person(acting(person), email=EMAIL, at=AT)
    assert somebody(EMAIL).number != person.number


@pytest.mark.parametrize("typed", ["", "other@example.org", "b@example.or"])
def test_erasing_needs_the_own_address(typed: str) -> None:
    person = somebody(EMAIL)
    with pytest.raises(EmailDiffers):
        erase_person(acting(person), email=typed, at=AT)
    assert Person.objects.get().erased_at is None


def test_last_admin_hands_over_or_closes_first() -> None:
    person, other = somebody(EMAIL), somebody("c@example.org")
    first, second = organisation(person, name="甲机构"), organisation(person, name="乙机构")
    with pytest.raises(StillLastAdmin) as told:
        erase_person(acting(person), email=EMAIL, at=AT)
    assert told.value.params == {"names": "甲机构、乙机构"}
    appoint_admin(operator("test"), first, other.email, at=AT)
    with pytest.raises(StillLastAdmin):
        erase_person(acting(person), email=EMAIL, at=AT)
    assert Membership.objects.filter(person=person, ended_at=None).count() == 2
    close_organisation(acting(person), second, reason="停业", at=AT)
    erase_person(acting(person), email=EMAIL, at=AT)
    assert Membership.objects.filter(person=other, ended_at=None).count() == 1


def test_last_nationwide_administrator_stays() -> None:
    first = staff_member(StaffRole.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        erase_person(acting(first), email=first.email, at=AT)
    staff_member(StaffRole.ADMINISTRATOR, email="local@example.org", area="330000")
    with pytest.raises(LastAdministrator):
        erase_person(acting(first), email=first.email, at=AT)
    second = somebody(EMAIL)
    grant_role(acting(first), EMAIL, role=StaffRole.ADMINISTRATOR, area="", at=AT)
    erase_person(acting(first), email=first.email, at=AT)
    assert [row.roles for row in staff() if row.email == f"{first.number.lower()}@erased.invalid"] == [()]
    with pytest.raises(LastAdministrator):
        erase_person(acting(second), email=EMAIL, at=AT)


def test_open_work_goes_to_nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int, int | None]] = []
    monkeypatch.setattr("qingce.shared.parties.open_work._kinds", {})
    register_open_work(OpenWork("t", "t", lambda *_: 0, lambda person, org, to, _: told.append((person, org, to))))
    person = somebody(EMAIL)
    pk = organisation(somebody("c@example.org"))
    member(pk, person)
    erase_person(acting(person), email=EMAIL, at=AT)
    assert told == [(person.pk, pk, None)]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_leave_at_once_do_not_both_go() -> None:
    pair = [staff_member(StaffRole.ADMINISTRATOR, email=f"{letter}@example.org") for letter in "xy"]

    def leave(person: Person) -> Callable[[], object]:
        actor = acting(person)
        return lambda: erase_person(actor, email=person.email, at=AT)

    told = together(*map(leave, pair))
    assert sorted(map(str, told)) == sorted(["None", str(LastAdministrator)])
