"""Lists show somebody only what is theirs to see, and ask the database as often for three as for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.records.actions import receive_file
from qingce.domain.records.models import Record
from qingce.shared.parties.actions import OrganisationText, register_organisation
from qingce.shared.parties.enums import OrganisationKind, StaffRole
from tests.access.world import ELSEWHERE, HERE, PLACES
from tests.factories import AT, acting, ask, member, organisation, penalty, somebody, staff_member, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]
AREAS = {"here": HERE, "elsewhere": ELSEWHERE}
LISTS = ("/office/", "/office/imports/", "/office/requests/", "/office/review/", "/office/organisations/")


def make(number: int, folder: Path) -> None:
    """One more object of each kind, here and elsewhere."""
    for place, (county, stem) in PLACES.items():
        names = {"county": county, "issuer": ""}
        title = f"{stem}〔2024〕{number}号处罚决定"
        name = f"{stem}甲{'一二三'[number]}印染有限公司"
        take_in(penalty(enterprise_name=name, uscc="", title=title, doc_no=title, **names))
        ask(Record.objects.get(title=title), nonce=title)
        near = f"{stem}申{'一二三'[number]}印染有限公司"
        take_in(penalty(enterprise_name=near, uscc="", doc_no=f"{title}-2", **names))
        path = folder / f"{stem}文件{number}.csv"
        path.write_text(f"title\n{number}{stem}\n", "utf-8")
        email = f"{place}{number}@example.org"
        actor = staff_member(email=email, name=f"{stem}{number}", area=AREAS[place])
        receive_file(path, file_name=path.name, actor=acting(actor), language="zh", at=AT, area=AREAS[place])
        said = OrganisationText(
            kind=OrganisationKind.GOVERNMENT, name=f"{stem}环境局{number}", area=AREAS[place], department="法规处"
        )
        register_organisation(acting(actor), said, at=AT)


def page(client: Client, path: str) -> tuple[int, str]:
    """How often a page asks the database, and what it says."""
    with CaptureQueriesContext(connection) as queries:
        text = client.get(path).content.decode()
    return len(queries), text


def test_lists_of_the_office_show_own_areas_at_a_constant_cost(client: Client, tmp_path: Path) -> None:
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER, area=HERE))
    make(0, tmp_path)
    first = {path: page(client, path)[0] for path in LISTS}
    make(1, tmp_path)
    make(2, tmp_path)
    for path in LISTS:
        asked, text = page(client, path)
        assert asked == first[path], path
        assert PLACES["elsewhere"][1] not in text
        assert path == "/office/" or text.count(PLACES["here"][1]) >= 3


def test_counts_on_the_first_page_are_those_of_own_areas(client: Client, tmp_path: Path) -> None:
    make(0, tmp_path)
    shown = {}
    for area in (HERE, ""):
        client.force_login(staff_member(StaffRole.SENIOR_REVIEWER, email=f"x{area}@example.org", area=area))
        shown[area] = client.get("/office/").context["waiting"]
    counts = {area: {queue.name: waiting.count for queue, waiting in found} for area, found in shown.items()}
    for name in ("requests", "review"):
        assert (counts[HERE][name], counts[""][name]) == (1, 2)


def test_own_organisations_and_members_cost_the_same_however_many(client: Client) -> None:
    admin, other = somebody("admin@example.org"), somebody("other@example.org")
    own = organisation(admin, name="样例一环境服务有限公司")
    organisation(other, name="别家一环境服务有限公司")
    client.force_login(admin)
    paths = ("/organisations/", f"/organisations/{own}/", "/account/", "/account/activity/")
    first = {path: page(client, path)[0] for path in paths}
    for number in (2, 3):
        organisation(admin, name=f"样例{number}环境服务有限公司")
        organisation(other, name=f"别家{number}环境服务有限公司")
        member(own, somebody(f"m{number}@example.org"))
    for path in paths:
        asked, text = page(client, path)
        assert asked == first[path], path
        assert "别家" not in text
