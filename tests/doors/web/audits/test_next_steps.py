"""The page of an audit leads each party to its next step, and says what follows where one did not come off."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from qingce.domain.removal.actions import state_readiness
from qingce.domain.removal.audits.enums import AuditState
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.models import Membership, Person
from tests.domain.removal.alliance.observing import asked
from tests.domain.removal.audits.auditing import accepted, at_stage
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-5", "REM-8")]
RUNS: dict[str, object] = {
    "is_operating_normally": True,
    "is_stable": True,
    "are_facilities_running": True,
    "are_all_records_declared": True,
}


def seen(actor: Actor, path: str) -> str:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client.get(path).content.decode()


def test_ngo_that_is_asked_finds_the_invitation_among_its_audits() -> None:
    asked()
    person = Person.objects.get(email="ngo0@example.org")
    client = Client()
    client.force_login(person)
    seat = Membership.objects.get(person=person).organisation_id
    assert f'href="/en/my/alliance/{seat}/#asked"' in client.get("/en/my/audits/").content.decode()


def test_parties_read_the_names_of_the_team_and_the_public_does_not() -> None:
    found = accepted()
    name = Person.objects.get(pk=found.agency.person_id).name
    for actor in (found.own.actor, found.observer, found.agency):
        team = seen(actor, f"/my/audits/{found.audit}/").partition('id="team"')[2].partition("</section>")[0]
        assert f">{name}</span>" in team
    assert 'id="team"' not in Client().get(f"/audits/{found.audit}/").content.decode()


def test_open_duty_leads_its_owner_to_where_it_is_done() -> None:
    found = accepted()
    path, link = f"/my/audits/{found.audit}/", '<a href="#documents">'
    assert (link in seen(found.own.actor, path), link in seen(found.agency, path)) == (True, False)
    assert '<a href="#plan">' in seen(found.agency, path)
    mine = seen(found.own.actor, path).partition('id="mine"')[2].partition("</nav>")[0]
    assert [each for each in ("#documents", "#pay", "#plan") if f'href="{each}"' in mine] == ["#documents", "#pay"]
    assert 'id="mine"' not in Client().get(f"/audits/{found.audit}/").content.decode()


@pytest.mark.parametrize(("load", "says"), [("60", "may not go on"), ("175", "above design capacity")])
def test_figures_that_do_not_do_are_explained_to_both_sides(load: str, says: str) -> None:
    found = accepted()
    at_stage(found, AuditState.AUDITING)
    state_readiness(found.own.actor, found.audit, {**RUNS, "load_percent": load}, at=AT)
    for actor in (found.own.actor, found.agency):
        page = seen(actor, f"/en/my/audits/{found.audit}/").partition('id="readiness"')[2]
        assert says in page.partition("</section>")[0]


@pytest.mark.parametrize("state", [AuditState.NOT_PASSED, AuditState.STOPPED])
def test_audit_that_came_to_nothing_leads_to_a_new_one(state: AuditState) -> None:
    found = accepted()
    at_stage(found, state)
    type(found.row).objects.update(ended_at=timezone.now())
    link = f"/my/cases/{found.found.case}/#on-site"
    assert link in seen(found.own.actor, f"/my/audits/{found.audit}/").partition("<dl")[0]
    public = Client().get(f"/en/audits/{found.audit}/").content.decode()
    assert ("still needs an audit" in public, link in public) == (True, False)


def sent(actor: Actor, path: str, said: dict[str, str]) -> str:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    response = client.post(path, said)
    assert response.status_code == 422
    return response.content.decode()


def test_nothing_typed_is_lost_where_a_form_is_not_taken() -> None:
    found = accepted()
    path = f"/en/my/audits/{found.audit}/"
    page = sent(found.agency, path, {"act": "form", "send": "1", "field-products": "样例产品", "field-staff": "120人"})
    assert ("样例产品" in page, "120人" in page) == (True, True)
    at_stage(found, AuditState.AUDITING)
    page = sent(found.own.actor, path, {"act": "readiness", "is_stable": "yes", "load_percent": "80"})
    assert 'id="is_stable-yes" name="is_stable" value="yes" checked' in page
    assert 'name="load_percent" value="80"' in page
    at_stage(found, AuditState.FOLLOW_UP)
    page = sent(found.agency, path, {"act": "call-visit", "on": "2020-01-01", "why": "看培训记录"})
    assert ("看培训记录" in page, 'value="2020-01-01"' in page) == (True, True)


def test_what_holds_throughout_is_open_for_who_owes_it() -> None:
    found = accepted()
    page = seen(found.agency, f"/en/my/audits/{found.audit}/").partition('id="duties"')[2]
    public = Client().get(f"/en/audits/{found.audit}/").content.decode().partition('id="duties"')[2]
    first = [each.partition("<details")[2].partition("<summary>")[0] for each in (page, public)]
    assert [each.endswith(" open>") for each in first] == [True, False]
