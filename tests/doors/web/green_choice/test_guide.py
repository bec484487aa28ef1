"""The guide for enterprises: every step of the portal with its picture, in both languages, and ways that lead to it."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from qingce.doors.web.green_choice.guide import disclosing_guide
from tests.domain.disclosure.disclosing import accept
from tests.domain.documents.keeping import Kept

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-1", "DIS-2", "DIS-3", "DIS-4")]


@pytest.mark.parametrize(("language", "prefix"), [("zh", ""), ("en", "/en")])
def test_guide_shows_each_step_of_the_portal_with_a_picture(client: Client, language: str, prefix: str) -> None:
    guide = disclosing_guide(language)
    numbers = " ".join(step.clause for step in guide.steps if step.clause.startswith("BMD"))
    spans = [(int(first), int(last or first)) for first, last in re.findall(r"steps? (\d+)(?:-(\d+))?", numbers)]
    assert sorted(number for first, last in spans for number in range(first, last + 1)) == list(range(1, 13))
    assert [step.picture for step in guide.steps if not finders.find(step.picture)] == []
    page = html.unescape(client.get(f"{prefix}/guide/disclosing/").content.decode())
    assert [step.title for step in guide.steps if step.title not in page] == []
    assert page.count("<img") == len(guide.steps)
    assert guide.invented in page


def test_pages_of_the_enterprise_lead_to_the_guide(client: Client, own: Kept) -> None:
    accept(own)
    home = f"/en/my/green-choice/{own.enterprise}/"
    for path in (home, f"{home}explain/supervision/"):
        assert "/en/guide/disclosing/" in client.get(path).content.decode()
