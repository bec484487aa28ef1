"""Facts as columns: they follow the database, and a change of the rules is shown over all of it (POL-3)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from pytest_django.fixtures import Settings

from qingce.domain.records.models import Record
from qingce.domain.removal.actions import confirm_facts
from qingce.domain.removal.columns.following import apply_ranges, build_all, columns_folder
from qingce.domain.removal.columns.keeping import OWN, KeptColumns
from qingce.domain.removal.enums import BOOK, TABLE, StatedViolation
from qingce.domain.removal.queries import determination_of, facts_for, policy_diff
from qingce.pure.rules.book import Book
from qingce.pure.rules.columns import decide_columns
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.loading import read_book, read_files
from qingce.shared.changes.actions import number_changes, run_followers
from qingce.shared.changes.enums import IdRange
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import operator
from qingce.shared.rulebooks.queries import book_at, rulebook_folder
from tests.factories import key_unit, penalty, release_rules, take_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("POL-3")]
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
WHO = operator("审核组")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path


def book() -> Book:
    return book_at(BOOK, on=TODAY)


def kept() -> list[tuple[int, int, bool]]:
    return KeptColumns(columns_folder(), book()).read().select("record", "violation", "is_confirmed").rows()


def follow() -> None:
    number_changes(at=AT)
    run_followers()


def test_columns_follow_records_and_confirmations() -> None:
    release_rules()
    take_in(penalty(), key_unit())
    follow()
    first, second = Record.objects.order_by("pk").values_list("pk", flat=True)
    assert kept() == [(first, 1, False), (second, 1, False)]
    two = (StatedViolation("", {"matters": ["exceedance"]}), StatedViolation("", {"matters": ["noise-disturbance"]}))
    confirm_facts(first, two, seen=0, actor=WHO, at=AT)
    follow()
    assert kept() == [(first, 1, True), (first, 2, True), (second, 1, False)]


def test_columns_are_built_when_the_first_rules_are_released() -> None:
    take_in(penalty())
    follow()
    release_rules()
    follow()
    assert kept() == [(Record.objects.get().pk, 1, False)]


@pytest.mark.parametrize("state", ["withdrawn", "removed"])
def test_record_off_the_public_list_leaves_the_columns(state: str) -> None:
    release_rules()
    take_in(penalty(), penalty(doc_no="8号", title="另一项"))
    build_all()
    gone = Record.objects.earliest("pk").pk
    Record.objects.filter(pk=gone).update(state=state)
    apply_ranges([IdRange("record", gone, gone)])
    assert [record for record, _, _ in kept()] == [Record.objects.latest("pk").pk]


def changed_rules() -> Book:
    """The same rules, but a record may be old after one year already: one figure of the files."""
    files = read_files(rulebook_folder() / BOOK / "2017-06-01")
    name, before, after = period_in(files)
    files[name] = files[name].replace(before, after)
    files["book.toml"] = files["book.toml"].replace(b"2017-06-01", b"2027-01-01")
    return read_book({name: content for name, content in files.items() if not name.startswith("cases/")})


def period_in(files: dict[str, bytes]) -> tuple[str, bytes, bytes]:
    name = next(name for name, content in files.items() if b"[parameter.removal-period]" in content)
    start = files[name].index(b"[parameter.removal-period]")
    line = next(line for line in files[name][start:].splitlines() if b"value = 3" in line)
    return name, line, line.replace(b"value = 3", b"value = 1")


def test_policy_diff_says_what_a_changed_figure_changes() -> None:
    release_rules()
    take_in(penalty(), key_unit())
    build_all()
    found = policy_diff(book(), changed_rules(), on=TODAY)
    old = Record.objects.get(type="supervision").pk
    assert [(each.before, each.after, each.count) for each in found.counts] == [
        ("on-site", "off-site", 1),
        ("not-applicable", "not-applicable", 1),
    ]
    assert (found.total, found.confirmed) == (2, 0)
    assert found.changed.rows() == [(old, 1, False, "on-site", "off-site")]
    assert determination_of(old, actor=NOBODY, on=TODAY).outcome is None


def test_columns_decide_as_the_records_page_does() -> None:
    """Words in columns and in one record hint at the same facts, figures in fields included."""
    release_rules()
    take_in(
        penalty(),
        penalty(doc_no="2号", title="二", description="将危险废物交给无证单位处置", quantities="危险废物|2.999|t"),
        penalty(doc_no="3号", title="三", description="将3吨危险废物非法倾倒", measurements="", quantities=""),
        penalty(doc_no="4号", title="四", description="夜间施工噪声扰民", measurements="", quantities=""),
        key_unit(),
    )
    build_all()
    table = compile_table(book(), TABLE, on=TODAY)
    frame = facts_for(table, on=TODAY)
    by_columns = decide_columns(table, frame).get_column("outcome").to_list()
    found = [determination_of(record, actor=NOBODY, on=TODAY) for record in frame.get_column("record")]
    assert by_columns == [(each.likely or each.decision).outcome for each in found]
    assert set(by_columns) == {"on-site", "not-applicable", None}


def test_files_of_another_form_or_other_signs_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    release_rules()
    take_in(penalty())
    follow()
    former = columns_folder()
    monkeypatch.setattr("qingce.domain.removal.columns.following._form", lambda: "another")
    follow()
    assert columns_folder() != former
    assert len(kept()) == 1
    assert not former.exists()


def test_fact_that_a_file_does_not_hold_yet_is_unknown() -> None:
    release_rules()
    take_in(penalty())
    build_all()
    [path] = columns_folder().glob("*.arrow")
    whole = KeptColumns(columns_folder(), book()).read()
    whole.drop("published_on").write_ipc(path)
    assert (
        KeptColumns(columns_folder(), book())
        .read()
        .equals(whole.with_columns(pl.lit(None, pl.Date).alias("published_on")))
    )
    assert KeptColumns(columns_folder(), book()).read({"waste_t"}).columns == [*OWN, "waste_t"]
