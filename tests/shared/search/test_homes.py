"""Several homes on one database: each index follows the whole feed by itself."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from qingce.shared.changes.actions import note_change, number_changes, prune_changes, run_followers
from qingce.shared.changes.models import FollowerPosition
from qingce.shared.changes.queries import lag, last_number
from qingce.shared.search.actions import rebuild, refresh
from qingce.shared.search.errors import IndexMissing
from qingce.shared.search.generations import folder_of, make_current
from qingce.shared.search.homes import home_id
from qingce.shared.search.queries import has_index
from qingce.shared.search.readers import is_readable

if TYPE_CHECKING:
    from tests.shared.search.conftest import Shelf


def change(shelf: Shelf, number: int) -> None:
    shelf.put(number, "化工")
    now = timezone.now()
    with transaction.atomic():
        note_change("note", number, at=now)
    number_changes(at=now)


def found(shelf: Shelf) -> list[int]:
    refresh("note")
    return sorted(shelf.ids("化工"))


def test_home_id_is_made_once_and_goes_with_the_folder(home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: home_id(), range(32)))
    assert names == {home_id()}
    assert len(home_id()) == 8
    assert [path.name for path in (home / "index").iterdir()] == ["id"]
    before = home_id()
    shutil.rmtree(home / "index")
    assert home_id() != before


@pytest.mark.django_db(transaction=True)
def test_each_home_gets_every_change(shelf: Shelf, tmp_path: Path, settings: Settings) -> None:
    homes = [tmp_path / "one", tmp_path / "other"]
    for number in (1, 2, 3):
        change(shelf, number)
        for settings.HOME in homes:
            assert run_followers() == 1
            assert found(shelf) == list(range(1, number + 1))
            assert [(each.name, each.behind) for each in lag()] == [("search:note", 0)]
    settings.HOME = homes[0]
    change(shelf, 4)
    run_followers()
    settings.HOME = homes[1]
    assert [each.behind for each in lag()] == [1]
    assert found(shelf) == [1, 2, 3]
    assert sorted(FollowerPosition.objects.values_list("position", flat=True)) == [3, 4]


@pytest.mark.django_db(transaction=True)
def test_new_home_builds_once_instead_of_replaying_the_feed(
    shelf: Shelf, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        change(shelf, number)
    run_followers()
    settings.HOME = tmp_path / "other"
    monkeypatch.setattr("qingce.shared.changes.following.BATCH_CHANGES", 1)
    assert run_followers() == 3
    assert found(shelf) == [1, 2, 3]
    assert [path.name[:6] for path in folder_of("note").iterdir() if path.is_dir()] == ["000001"]
    assert [(each.position, each.behind) for each in lag()] == [(3, 0)]


@pytest.mark.django_db(transaction=True)
def test_home_whose_index_was_deleted_starts_anew(shelf: Shelf, home: Path) -> None:
    change(shelf, 1)
    run_followers()
    shutil.rmtree(home / "index")
    assert not has_index("note")
    assert run_followers() == 1
    assert found(shelf) == [1]


@pytest.mark.django_db(transaction=True)
def test_home_away_too_long_holds_up_no_pruning_and_builds_anew(
    shelf: Shelf, tmp_path: Path, settings: Settings
) -> None:
    homes = [tmp_path / "one", tmp_path / "other"]
    change(shelf, 1)
    for settings.HOME in homes:
        run_followers()
    settings.HOME = homes[0]
    change(shelf, 2)
    run_followers()
    assert prune_changes(before=timezone.now() + timedelta(days=1)) == 2
    settings.HOME = homes[1]
    assert [each.has_missed for each in lag()] == [True]
    change(shelf, 3)
    run_followers()
    assert found(shelf) == [1, 2, 3]
    assert [(each.has_missed, each.behind, each.error) for each in lag()] == [(False, 0, "")]


@pytest.mark.django_db(transaction=True)
def test_rebuild_gives_a_new_home_its_place(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(1, "化工")
    assert rebuild("note") == 1
    change(shelf, 2)
    assert [each.behind for each in lag()] == [1]
    monkeypatch.setattr("qingce.shared.search.building.build", lambda *_: pytest.fail("built again"))
    run_followers()
    assert found(shelf) == [1, 2]
    assert last_number() == 1


@pytest.mark.django_db(transaction=True)
def test_new_home_of_an_empty_database_is_not_behind(shelf: Shelf) -> None:
    assert run_followers() == 0
    assert [(each.position, each.behind, each.has_missed) for each in lag()] == [(0, 0, False)]


def test_new_name_is_on_disk_before_what_the_old_one_named_is_deleted(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(1, "化工")
    shelf.build()
    steps: list[str] = []

    def fsync(number: int) -> None:
        steps.append(f"sync {Path(f'/proc/self/fd/{number}').readlink().name}")

    monkeypatch.setattr("qingce.shared.changes.places.os.fsync", fsync)
    monkeypatch.setattr(
        "qingce.shared.search.generations.shutil.rmtree",
        lambda path, **_: steps.append(f"delete {Path(path).name[:6]}"),
    )
    make_current(next(path for path in folder_of("note").iterdir() if path.is_dir()))
    assert steps == ["sync current.new", "sync note"]
    steps.clear()
    shelf.build()
    assert steps[-3:] == ["sync current.new", "sync note", "delete 000001"]


def built(shelf: Shelf) -> Path:
    """Rows 1 to 3 indexed by their follower; the generation they are in."""
    for number in (1, 2, 3):
        change(shelf, number)
    run_followers()
    assert found(shelf) == [1, 2, 3]
    return folder_of("note") / (folder_of("note") / "current").read_text()


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("REC-6")
def test_index_deleted_under_a_running_process_is_built_anew_without_a_change(shelf: Shelf) -> None:
    generation = built(shelf)
    while generation.exists():  # the engine may still be tidying up in there
        shutil.rmtree(generation, ignore_errors=True)
    with pytest.raises(IndexMissing):
        refresh("note")
    run_followers()
    assert found(shelf) == [1, 2, 3]
    assert [(each.name, each.behind) for each in lag()] == [("search:note", 0)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("REC-6")
def test_index_cut_short_under_a_running_process_is_refused_then_built_anew(shelf: Shelf) -> None:
    generation = built(shelf)
    for path in generation.glob("*.idx"):
        os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(IndexMissing):
        refresh("note")
    assert not is_readable("note")
    run_followers()
    assert found(shelf) == [1, 2, 3]
    assert is_readable("note")


@pytest.mark.django_db(transaction=True)
def test_index_that_is_whole_is_not_built_again(shelf: Shelf) -> None:
    generation = built(shelf)
    assert run_followers() == 0
    assert [path for path in folder_of("note").iterdir() if path.is_dir()] == [generation]
