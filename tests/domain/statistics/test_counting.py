"""Counts follow the records, in every way of asking, and are those of the search (REC-8)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from qingce.domain.records.models import Record
from qingce.domain.records.queries import RecordCell, cells_between
from qingce.domain.statistics import cube as cubes
from qingce.domain.statistics.counting import counted
from qingce.domain.statistics.cube import Cube
from qingce.domain.statistics.following import apply_ranges, build_all, trends_folder
from qingce.domain.statistics.keeping import PART, KeptCells, frame_of
from qingce.domain.statistics.queries import UNIT, Counted, NotCountedYet, Question, count_records, read_ahead
from qingce.shared.changes.actions import number_changes, run_followers
from qingce.shared.changes.enums import IdRange
from qingce.shared.parties.enums import NOBODY
from qingce.shared.search.queries import SearchRequest, search
from tests.factories import key_unit, penalty, pseudonymous, register, take_in

pytestmark = [pytest.mark.requirement("REC-8")]
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ALL = Question()


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path


def follow() -> None:
    number_changes(at=AT)
    run_followers()


def plain(found: Counted) -> dict[str, dict[str, int]]:
    return {name: dict(counts) for name, counts in found.by.items()}


@pytest.mark.django_db(transaction=True)
def test_counts_follow_records() -> None:
    take_in(penalty(), key_unit())
    follow()
    assert count_records(ALL).total == 2
    take_in(penalty(doc_no="8号", title="另一项"))
    follow()
    found = count_records(ALL)
    assert (found.total, found.synthetic) == (3, 0)
    assert found.by["province"] == {"330000": 2, "310000": 1}
    assert found.by["type"] == {"supervision": 2, "key-entity": 1}
    assert found.by["status"] == {"open": 3}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["withdrawn", "removed"])
def test_only_public_records_are_counted(state: str) -> None:
    take_in(penalty(), key_unit())
    build_all()
    gone = Record.objects.earliest("pk").pk
    Record.objects.filter(pk=gone).update(state=state)
    apply_ranges([IdRange("record", gone, gone)])
    assert count_records(ALL).by["type"] == {"key-entity": 1}
    build_all()
    assert count_records(ALL).total == 1


@pytest.mark.django_db
def test_place_that_was_never_built_says_so() -> None:
    with pytest.raises(NotCountedYet):
        count_records(ALL)


@pytest.mark.django_db
def test_empty_database_counts_nothing() -> None:
    build_all()
    found = count_records(ALL)
    assert (found.total, plain(found)["year"]) == (0, {})


@pytest.mark.django_db
def test_what_was_read_ahead_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read_ahead()  # nothing is there yet
    take_in(penalty())
    build_all()
    read: list[int] = []
    of_file = KeptCells.read

    def noted(kept: KeptCells, part: int) -> pl.DataFrame:
        read.append(part)
        return of_file(kept, part)

    monkeypatch.setattr(KeptCells, "read", noted)
    read_ahead()
    assert (read, count_records(ALL).total, read) == ([0], 1, [0])


@pytest.mark.django_db
def test_deleted_folder_is_built_anew() -> None:
    take_in(penalty())
    follow()
    assert count_records(ALL).total == 1
    for path in trends_folder().iterdir():
        path.unlink()
    follow()
    assert count_records(ALL).total == 1


@pytest.mark.django_db
@pytest.mark.parametrize("left", [b"", b"ARROW1"])
def test_damaged_file_is_told_and_all_is_made_anew(left: bytes) -> None:
    take_in(penalty())
    follow()
    (trends_folder() / "0.arrow").write_bytes(left)
    with pytest.raises(NotCountedYet):
        count_records(ALL)
    follow()
    assert count_records(ALL).total == 1


@pytest.mark.django_db
def test_follower_killed_before_its_mark_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(penalty())
    follow()
    assert count_records(ALL).total == 1
    take_in(key_unit())
    number_changes(at=AT)
    with monkeypatch.context() as patch:
        patch.setattr(KeptCells, "set_mark", lambda *_, **__: 1 / 0)
        run_followers()
    assert count_records(ALL).total == 1
    run_followers()
    assert count_records(ALL).total == 2


@pytest.mark.django_db
def test_counting_asks_the_database_nothing_and_reading_asks_once() -> None:
    register(penalty(), pseudonymous(), key_unit())
    build_all()
    with CaptureQueriesContext(connection) as queries:
        count_records(ALL)
    assert len(queries) == 0
    with CaptureQueriesContext(connection) as queries:
        list(cells_between(0, 10**6, actor=NOBODY))
    assert len(queries) == 1


@pytest.mark.django_db
def test_counts_are_those_of_the_search() -> None:
    rows = [
        penalty(),
        penalty(doc_no="2号", published_on="2022-01-05", county="河南省洛阳市偃师市", issuer=""),
        pseudonymous(),
        key_unit(),
        key_unit(enterprise_name="上海例戊有限公司", industry="", uscc=""),
    ]
    register(*rows)
    build_all()
    names = tuple(name for name in count_records(ALL).by if name != UNIT)
    for filters in (
        {},
        {"province": ("310000",)},
        {"type": ("supervision",), "year": ("2024", "2022")},
        {"province": ("330000", "410000"), "status": ("open",)},
        {"issuer": ("绍兴市生态环境局",)},
        {"industry": ("17",), "type": ("supervision",)},
        {"prefecture": ("410300",)},
        {"type": ("no-such-type",)},
    ):
        found = count_records(Question(filters))
        page = search("record", SearchRequest(filters=filters, facets=names))
        assert found.total == page.total, filters
        for name in names:
            if name in filters:
                continue  # the search counts these without their own filter
            stated = {value: n for value, n in found.by[name].items() if value}
            assert stated == {each.value: each.count for each in page.facets[name]}, (filters, name)


CELLS = st.builds(
    RecordCell,
    id=st.just(0),
    year=st.sampled_from([0, 2020, 2021, 2022]),
    place=st.sampled_from([0, 310115, 330603, 330000, 429004]),
    type=st.sampled_from(["supervision", "key-entity"]),
    industry=st.sampled_from(["", "17", "C"]),
    issuer=st.sampled_from(["", "甲局", "乙局"]),
    is_corrected=st.booleans(),
    is_synthetic=st.booleans(),
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "province": st.sampled_from([("310000",), ("330000", "420000"), ("999999",)]),
        "issuer": st.just(("甲局",)),
        "type": st.sampled_from([("supervision",), ("nothing",)]),
        "industry": st.just(("17",)),
        "status": st.sampled_from([("open",), ("open", "corrected"), ("gone",)]),
        "year": st.sampled_from([("2020", "2022"), ("x",)]),
    },
)
QUESTIONS = st.builds(
    Question, FILTERS, first_year=st.sampled_from([None, 2021]), last_year=st.sampled_from([None, 2021])
)
CHANGES = st.dictionaries(st.integers(0, 9).map(lambda n: n * (PART // 3)), st.none() | CELLS, max_size=6)


def one_by_one(cells: dict[int, RecordCell], question: Question) -> Counted:
    """The same, record by record."""
    by: dict[str, Counter[str]] = {}
    total = synthetic = 0
    for cell in cells.values():
        values = values_of(cell)
        fits = all(values[name] in wanted for name, wanted in question.filters.items())
        fits &= question.first_year is None or cell.year >= question.first_year
        fits &= question.last_year is None or 1 <= cell.year <= question.last_year
        if fits:
            total, synthetic = total + 1, synthetic + cell.is_synthetic
            for name, value in values.items():
                by.setdefault(name, Counter())[value] += 1
    return Counted(total, synthetic, AT, by)


def values_of(cell: RecordCell) -> dict[str, str]:
    place = str(cell.place) if cell.place else ""
    county = place if place and place[4:] != "00" else ""
    prefecture = f"{county[:4]}00" if county[:2] == "33" else ""
    return {
        "province": place and f"{place[:2]}0000",
        "prefecture": prefecture,
        "county": county,
        "unit": prefecture or county,
        "issuer": cell.issuer,
        "year": str(cell.year or ""),
        "type": cell.type,
        "industry": cell.industry,
        "status": "corrected" if cell.is_corrected else "open",
    }


@pytest.mark.parametrize("most", [0, 1_000_000], ids=["laid together at once", "kept beside"])
@hypothesis_settings(max_examples=12)
@given(steps=st.lists(CHANGES, min_size=1, max_size=4), questions=st.lists(QUESTIONS, min_size=1, max_size=4))
def test_changes_one_after_another_count_as_all_from_scratch(
    tmp_path_factory: pytest.TempPathFactory,
    most: int,
    steps: list[dict[int, RecordCell | None]],
    questions: list[Question],
) -> None:
    kept = KeptCells(tmp_path_factory.mktemp("cells"))
    followed, cells = Cube(kept), dict[int, RecordCell]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cubes, "MOST_CHANGES", most)
        for step in steps:
            for record, cell in step.items():
                if cell is None:
                    cells.pop(record, None)
                else:
                    cells[record] = cell._replace(id=record)
                kept.put(record, record, [cells[record]] if record in cells else [])
            kept.set_mark(at=AT)
            assert answers(followed, questions) == answers_one_by_one(cells, questions)
    assert answers(Cube(kept), questions) == answers_one_by_one(cells, questions)


Answer = tuple[int, int, dict[str, dict[str, int]]]


def answers(cube: Cube, questions: list[Question]) -> list[Answer]:
    """What the cube counts for everything and for each question."""
    state = cube.state()
    assert state is not None
    if cube.laying:
        cube.laying.join()
    return [told(counted(state, question)) for question in (ALL, *questions)]


def answers_one_by_one(cells: dict[int, RecordCell], questions: list[Question]) -> list[Answer]:
    return [told(one_by_one(cells, question)) for question in (ALL, *questions)]


def told(found: Counted) -> Answer:
    return found.total, found.synthetic, {name: counts for name, counts in plain(found).items() if counts}


def test_parts_behind_the_last_are_dropped(tmp_path: Path) -> None:
    kept = KeptCells(tmp_path)
    for part in range(3):
        kept.write(part, frame_of([]))
    kept.drop_after(1)
    assert sorted(kept.stamps()) == [0, 1]
