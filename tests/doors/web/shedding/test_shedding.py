"""Floods are refused before they cost anything, and harm nobody but those who send them."""

from __future__ import annotations

import logging
from fnmatch import fnmatch

import pytest
from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from qingce.doors.web.shedding import Shedding
from qingce.doors.web.shedding.counts import SWEEP_S, Counts
from qingce.doors.web.shedding.table import SAFE_METHODS, Door, read_table, shipped_table
from tests.doors.web.addresses import every_address

pytestmark = pytest.mark.requirement("ACC-1")
LOG_IN = "/account/login/"
TABLE = shipped_table()
DOORS = {door.name: door for door in TABLE.doors}


class Clock:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shedding(clock: Clock) -> Shedding:
    return Shedding(lambda _request: HttpResponse("passed"), clock=clock)


def ask(shedding: Shedding, path: str = LOG_IN, *, who: str = "192.0.2.1", method: str = "post") -> HttpResponse:
    request: HttpRequest = getattr(RequestFactory(), method)(path, REMOTE_ADDR=who)
    answer = shedding(request)
    assert isinstance(answer, HttpResponse)
    return answer


def passed(shedding: Shedding, times: int, **kwargs: str) -> int:
    return sum(ask(shedding, **kwargs).status_code == 200 for _ in range(times))


def test_visitor_is_refused_after_the_limit_and_let_in_when_its_window_is_over(
    shedding: Shedding, clock: Clock
) -> None:
    """All together have 8 in 10 s, so the 10 a minute of one visitor take two such windows."""
    assert passed(shedding, 20) == 8
    clock.now += 10
    assert passed(shedding, 20) == 2
    clock.now += 10
    refused = ask(shedding)
    assert (refused.status_code, refused["Retry-After"]) == (429, "40")
    clock.now += 40
    assert ask(shedding).status_code == 200


def test_who_floods_takes_nothing_from_the_others(shedding: Shedding, clock: Clock) -> None:
    passed(shedding, 20)
    clock.now += 10
    passed(shedding, 1000)
    clock.now += 10
    assert ask(shedding, who="192.0.2.2").status_code == 200


def test_flood_from_many_addresses_is_bounded_and_not_remembered(shedding: Shedding) -> None:
    answers = [ask(shedding, who=f"198.51.{n // 250}.{n % 250}").status_code for n in range(2000)]
    assert (answers.count(200), set(answers)) == (8, {200, 429})
    assert len(shedding._limiter.storage._counts) < 20


def test_household_of_ipv6_is_one_visitor(shedding: Shedding, clock: Clock) -> None:
    for _ in range(2):
        for host in range(8):
            ask(shedding, who=f"2001:db8:1:2::{host}")
        clock.now += 10
    assert ask(shedding, who="2001:db8:1:2::ffff").status_code == 429
    assert ask(shedding, who="2001:db8:1:3::1").status_code == 200


def test_forged_header_gives_no_further_tries(shedding: Shedding, settings: Settings) -> None:
    def tries() -> int:
        requests = [
            RequestFactory().post(LOG_IN, headers={"x-forwarded-for": f"203.0.113.{n}, 192.0.2.1"}) for n in range(50)
        ]
        return sum(shedding(each).status_code == 200 for each in requests)

    assert tries() == 8
    settings.PROXIES = 1
    assert tries() == 0  # all together have had theirs


def compare(shedding: Shedding, browser: str, *, who: str = "192.0.2.1", session: str = "") -> int:
    request = RequestFactory().post("/check/compare/", REMOTE_ADDR=who, headers={"user-agent": browser})
    request.COOKIES[django_settings.SESSION_COOKIE_NAME] = session
    return shedding(request).status_code


def test_browser_of_an_office_takes_no_more_than_its_own(shedding: Shedding, clock: Clock) -> None:
    limits = DOORS["comparing"]
    own, office = limits.browser[0].amount, limits.address[0].amount
    assert own < office
    assert [compare(shedding, "one") for _ in range(own + 50)].count(200) == own
    assert compare(shedding, "another") == 200
    assert compare(shedding, "one", session="somebody") == 200
    assert compare(shedding, "one", who="192.0.2.2") == 200
    clock.now += limits.browser[0].get_expiry()
    assert compare(shedding, "one") == 200


def test_who_pretends_to_be_many_browsers_has_what_the_address_has(shedding: Shedding) -> None:
    office = DOORS["comparing"].address[0].amount
    assert [compare(shedding, f"name {number}") for number in range(500)].count(200) == office
    assert len(shedding._limiter.storage._counts) <= 4 * office  # those that were refused are not remembered


@pytest.mark.parametrize("door", TABLE.doors, ids=lambda door: door.name)
def test_every_door_is_shut_to_a_flood_in_both_languages(door: Door) -> None:
    most = min(limit.amount for limit in (*door.browser, *door.address, *door.process))
    for path in door.paths:
        for prefix in ("", "/en"):
            fresh = Shedding(lambda _request: HttpResponse("passed"), clock=Clock())
            assert passed(fresh, most + 1, path=f"{prefix}{path}/7/") == most, path


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "get", "head", "options"])
def test_reading_is_counted_only_where_it_costs(method: str) -> None:
    is_read = method.upper() in SAFE_METHODS
    assert (TABLE.door_of("/account/login/", method.upper()) is None) == is_read
    assert TABLE.door_of("/search/", method.upper()) == DOORS["search"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/account/login", "log-in"),
        ("/account/login/code/confirm/", "second-factor"),
        ("/account/2fa/authenticate/", "second-factor"),
        ("/account/password/reset/key/1-x/", "reset"),
        ("/search/download.csv", "download"),
        ("/records/7/report/", "correction"),
        ("/office/imports/", None),
        ("/", None),
    ],
)
def test_door_of_a_path(path: str, name: str | None) -> None:
    door = TABLE.door_of(path, "POST")
    assert (door.name if door else None) == name


def test_every_door_of_the_table_is_there() -> None:
    there = [each.path for each in every_address()]
    starts = [path for door in TABLE.doors for path in door.paths]
    assert [start for start in starts if not any(fnmatch(path, f"{start}*") for path in there)] == []


def test_visitors_limit_leaves_room_for_others() -> None:
    """One visitor may not use up what all together have, or one could lock everybody out."""
    for door in TABLE.doors:
        longest = max(limit.get_expiry() for limit in door.process)
        together = max(limit.amount for limit in door.process)
        assert all(limit.amount < together for limit in door.address if limit.get_expiry() <= longest), door.name


def test_refusal_is_short_and_in_the_language_of_the_address(shedding: Shedding) -> None:
    passed(shedding, 8)
    chinese, english = ask(shedding), ask(shedding, f"/en{LOG_IN}")
    assert '<html lang="zh-Hans">' in chinese.content.decode()
    assert "10 秒" in chinese.content.decode()
    assert '<html lang="en">' in english.content.decode()
    assert "in 10 seconds" in english.content.decode()
    assert len(chinese.content) < 600
    for name, value in (("Cache-Control", "no-store"), ("X-Frame-Options", "DENY")):
        assert chinese[name] == value


def test_unknown_word_of_the_table_is_named() -> None:
    row = '[[door]]\nname = "x"\npaths = ["/x/"]\ncounted = "some"\naddress = []\nprocess = []\n[said]\n'
    with pytest.raises(ValueError, match=r"doors.toml, x: some is not known"):
        read_table(row)


def test_flood_is_told_once_a_minute_without_who_it_was(
    shedding: Shedding, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        passed(shedding, 100)
        clock.now += 61
        passed(shedding, 100)
    assert caplog.messages == ["log-in: more requests than doors.toml allows; they are answered with 429"] * 2


def test_counts_forget_what_is_over(clock: Clock) -> None:
    counts = Counts(clock)
    for number in range(100):
        counts.incr(str(number), 10)
    clock.now += SWEEP_S
    assert (counts.get("1"), counts.incr("new", 10), counts.reset()) == (0, 1, 1)


@pytest.mark.django_db
def test_flood_of_log_ins_reaches_neither_database_nor_session(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = reverse("account_login")
    statuses = [client.post(path).status_code for _ in range(10)]
    assert (statuses[0], statuses[-1]) == (200, 429)
    with django_assert_num_queries(0):
        refused = client.post(path)
    assert (refused.status_code, len(refused.cookies), refused["X-Content-Type-Options"]) == (429, 0, "nosniff")
