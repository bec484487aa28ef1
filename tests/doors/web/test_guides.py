"""The guides: every step with its picture, in both languages, and ways that lead to them."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from qingce.doors.web.guides import GUIDES, guide_named
from qingce.shared.parties.models import Person
from tests.domain.disclosure.disclosing import accept, held
from tests.domain.removal.audits.auditing import accepted
from tests.factories import release_rules, staff_member

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.requirement("DIS-1", "DIS-2", "DIS-3", "DIS-4", "REM-1", "REM-3", "REM-4"),
]


@pytest.mark.parametrize("name", GUIDES)
@pytest.mark.parametrize(("language", "prefix"), [("zh", ""), ("en", "/en")])
def test_guide_shows_each_step_with_a_picture(client: Client, name: str, language: str, prefix: str) -> None:
    guide = guide_named(name, language)
    assert [step.picture for step in guide.steps if not finders.find(step.picture)] == []
    page = html.unescape(client.get(f"{prefix}/guide/{name}/").content.decode())
    assert [step.title for step in guide.steps if step.title not in page] == []
    assert page.count("<img") == len(guide.steps)
    assert guide.invented in page
    others = [other for other in GUIDES if f'href="{prefix}/guide/{other}/"' in page]
    assert sorted({*others, name}) == sorted(GUIDES)


def test_guide_on_disclosure_has_every_step_of_the_portal() -> None:
    clauses = " ".join(step.clause for step in guide_named("disclosing", "en").steps if step.clause.startswith("BMD"))
    spans = [(int(first), int(last or first)) for first, last in re.findall(r"steps? (\d+)(?:-(\d+))?", clauses)]
    assert sorted(number for first, last in spans for number in range(first, last + 1)) == list(range(1, 13))


def test_pages_of_the_enterprise_lead_to_the_guides(client: Client) -> None:
    release_rules()
    own = held(1)
    accept(own)
    client.force_login(own.person)
    home = f"/en/my/green-choice/{own.enterprise}/"
    leading = {"": "disclosing", "explain/supervision/": "disclosing", "removal/": "removal"}
    for place, guide in leading.items():
        assert f"/en/guide/{guide}/" in client.get(f"{home}{place}").content.decode()


def test_pages_of_cases_lead_to_the_guides(client: Client) -> None:
    assert "/en/guide/removal/" in client.get("/en/cases/").content.decode()
    staff = staff_member()
    client.force_login(staff)
    assert "/en/guide/reviewing/" in client.get("/en/office/cases/").content.decode()


def test_pages_of_audits_lead_each_party_to_its_guide(client: Client) -> None:
    found = accepted()
    assert "/en/guide/audited/" in client.get("/en/audits/").content.decode()
    for actor, guide in ((found.own.actor, "audited"), (found.agency, "auditing"), (found.observer, "observing")):
        client.force_login(Person.objects.get(pk=actor.person_id))
        assert f"/en/guide/{guide}/" in client.get(f"/en/my/audits/{found.audit}/").content.decode()
    client.force_login(Person.objects.get(pk=found.staff.person_id))
    assert "/en/guide/running/" in client.get("/en/office/audits/").content.decode()
