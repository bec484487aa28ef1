"""Released rules: kept by digest, never edited, found by day and place years later, in the ledger (POL-1)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import decide
from qingce.pure.rules.loading import read_book
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.ledger.queries import audit_rows
from qingce.shared.rulebooks.actions import release_book
from qingce.shared.rulebooks.enums import ReleaseRow
from qingce.shared.rulebooks.errors import AlreadyReleased, NoReleaseInForce, ReleasedTooLate
from qingce.shared.rulebooks.models import Release
from qingce.shared.rulebooks.queries import book_at, book_of, release_at, released_bytes, releases
from tests.rule_files import trial_book

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("POL-1")]
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def release(*args: str, **named: str) -> ReleaseRow:
    return release_book(read_book(trial_book(*args, **named)), by=PLATFORM, at=AT)


def test_release_keeps_the_bytes_under_their_digest() -> None:
    files = trial_book()
    row = release_book(read_book(files), by=PLATFORM, at=AT)
    packed = canonical_json({name: content.decode() for name, content in files.items()})
    assert released_bytes(row.digest) == packed
    assert row.digest == sha256(packed).hexdigest()
    assert json.loads(packed)["book.toml"] == files["book.toml"].decode()


def test_release_is_a_public_act_that_the_audit_compares() -> None:
    row = release()
    assert len(row.entry) == 32
    assert list(audit_rows()) == []
    Release.objects.filter(pk=row.id).update(packed=b"{}")
    assert [each.subject for each in audit_rows()] == [("rulebook", row.id)]


def test_release_of_the_same_bytes_again_is_the_known_one() -> None:
    assert release() == release()
    assert len(releases()) == 1


def test_release_of_other_contents_for_the_same_day_is_refused() -> None:
    release()
    with pytest.raises(AlreadyReleased):
        release(limit="5")


@pytest.mark.parametrize("day", ["2017-01-01", "2026-11-21"])
def test_later_version_takes_effect_after_the_former_and_after_today(day: str) -> None:
    release()
    with pytest.raises(ReleasedTooLate):
        release(day, limit="5")


def test_case_finds_its_version_years_later() -> None:
    old, new = release(), release("2027-01-01", limit="5")
    facts = {"waste_t": 4}
    assert release_at("trial", on=date(2026, 12, 31)) == old
    assert release_at("trial", on=date(2030, 1, 1)) == new
    then, now = (compile_table(book_of(row.digest), "path", on=date(2030, 1, 1)) for row in (old, new))
    assert decide(then, facts).outcome == "on-site"
    assert decide(now, facts).outcome == "person"


def test_place_has_its_own_version_else_that_of_the_place_around_it() -> None:
    country, city = release(), release(jurisdiction="330200", limit="5")
    assert release_at("trial", on=date(2026, 1, 1), jurisdiction="330203") == city
    assert release_at("trial", on=date(2026, 1, 1), jurisdiction="320300") == country
    assert book_at("trial", on=date(2026, 1, 1)).digest == country.digest


def test_day_before_any_version_says_how_to_get_one() -> None:
    release()
    with pytest.raises(NoReleaseInForce, match="qingce rules release"):
        book_at("trial", on=date(2017, 5, 31))
