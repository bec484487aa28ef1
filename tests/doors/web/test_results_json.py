"""What a search finds, for programs: the same as the page, told plainly."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import Record
from qingce.domain.records.queries.lean import lean_rows
from qingce.shared.parties.enums import NOBODY
from tests.factories import key_unit, penalty, register

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-6")]


def found(client: Client, *, status: int = 200, language: str = "", **parameters: object) -> dict[str, Any]:
    response = client.get(f"{language}/search/results.json?{urlencode(parameters, doseq=True)}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    answer: dict[str, Any] = response.json()
    return answer


def test_results_as_json_hold_total_facets_and_records(client: Client) -> None:
    record = register(penalty(), key_unit())[0]
    assert found(client, q="印染", facets="type,year") == {
        "total": 1,
        "page": 1,
        "size": 20,
        "facets": {"type": [["supervision", 1]], "year": [[str(record.year), 1]]},
        "records": [
            {
                "id": record.pk,
                "type": "supervision",
                "title": record.title,
                "doc_no": record.doc_no,
                "issuer": record.issuer,
                "published_on": record.published_on and record.published_on.isoformat(),
                "decided_on": record.decided_on and record.decided_on.isoformat(),
                "inspected_on": record.inspected_on and record.inspected_on.isoformat(),
                "year": record.year,
                "division": record.division,
                "is_synthetic": False,
                "enterprise_id": record.enterprise_id,
                "enterprise": "绍兴样甲印染有限公司",
            }
        ],
        "notices": [],
        "unknown": [],
    }


def test_results_as_json_count_what_the_page_counts_or_what_is_asked(client: Client) -> None:
    register(penalty(), key_unit())
    assert set(found(client)["facets"]) == {
        "province", "type", "year", "category", "pollutant", "industry", "issuer", "status",
    }  # fmt: skip
    assert found(client, facets="")["facets"] == {}
    told = found(client, facets="type,nix", size=1)
    assert [count for _, count in told["facets"]["type"]] == [1, 1]
    assert (told["total"], len(told["records"]), told["size"]) == (2, 1, 1)
    assert told["unknown"] == [{"facet": "nix", "value": None}]


def test_results_as_json_filter_as_the_page_does(client: Client) -> None:
    register(penalty(), key_unit())
    told = found(client, type="supervision", facets="type")
    assert (told["total"], [row["type"] for row in told["records"]]) == (1, ["supervision"])
    assert sum(count for _, count in told["facets"]["type"]) == 2
    assert found(client, type="nix")["unknown"] == [{"facet": "type", "value": "nix"}]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"size": "0"}, "bad-size"),
        ({"size": "101"}, "bad-size"),
        ({"size": "x"}, "bad-size"),
        ({"page": "-1"}, "bad-page"),
        ({"q": "x" * 300}, "query-too-long"),
        ({"county": [str(number) for number in range(30)]}, "too-many-filters"),
    ],
)
def test_results_as_json_say_what_is_wrong(client: Client, wrong: dict[str, object], code: str) -> None:
    register(penalty())
    assert found(client, status=400, **wrong)["error"] == code
    assert found(client, status=400, language="/en", **wrong)["detail"].isascii() or code.startswith("bad")


@pytest.mark.usefixtures("no_index")
def test_results_as_json_without_an_index_say_so(client: Client) -> None:
    assert found(client, status=503)["error"] == "index-missing"


def test_results_as_json_cost_one_query_whatever_is_found(client: Client) -> None:
    register(penalty(), key_unit())
    costs = []
    for size in (1, 2):
        with CaptureQueriesContext(connection) as queries:
            found(client, size=size)
        costs.append(len(queries))
    assert costs == [1, 1]


def test_results_page_links_to_the_same_as_json(client: Client) -> None:
    register(penalty())
    page = client.get("/search/?q=印染&type=supervision").content.decode()
    assert 'href="/search/results.json?q=%E5%8D%B0%E6%9F%93&amp;type=supervision"' in page


def test_records_as_json_come_once_in_the_order_asked_and_only_public_ones() -> None:
    records = register(penalty(), key_unit())
    first, second = records[0].pk, records[-1].pk
    rows = lean_rows([second, first, 10**9], actor=NOBODY)
    assert [(row.id, row.title, row.enterprise) for row in rows] == [
        (each.pk, each.title, each.enterprise.name) for each in (records[-1], records[0])
    ]
    Record.objects.filter(pk=first).update(state=PublicationState.WITHDRAWN)
    assert [row.id for row in lean_rows([second, first, 10**9], actor=NOBODY)] == [second]
    assert lean_rows([], actor=NOBODY) == []
