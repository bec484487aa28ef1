"""Folders of rulebooks: versions by date, taking over files, packing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qingce.pure.rules.errors import InvalidRulebook, NoSuchRulebook, NoValueThen
from qingce.pure.rules.library import Library, library_of, read_library
from qingce.pure.rules.loading import read_files
from qingce.pure.rules.packing import digest_of, pack, unpack
from tests.pure.rules.small import HEAD, RULES, small_book, small_files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.requirement("POL-1")
LATER = HEAD.replace("2020-01-01", "2026-01-01") + 'supersedes = "2020-01-01"\n'


def library(root: Path, **versions: dict[str, str]) -> Library:
    """Books by folder and version: `small__2020_01_01`."""
    for name, files in versions.items():
        book, version = name.split("__")
        folder = root / book / version.replace("_", "-")
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
    return read_library(root)


def test_a_later_version_takes_over_what_it_does_not_have(tmp_path: Path) -> None:
    found = library(
        tmp_path, small__2020_01_01={"book.toml": HEAD, "rules.toml": RULES}, small__2026_01_01={"book.toml": LATER}
    )
    assert [each.key for each in found.versions("small")] == ["small/2020-01-01", "small/2026-01-01"]
    old, new = found.versions("small")
    assert (new.tables, new.facts) == (old.tables, old.facts)
    assert new.digest != old.digest


def test_the_version_of_a_day_is_the_latest_that_began(tmp_path: Path) -> None:
    found = library(
        tmp_path, small__2020_01_01={"book.toml": HEAD, "rules.toml": RULES}, small__2026_01_01={"book.toml": LATER}
    )
    assert found.at("small", on=date(2025, 12, 31)).version == "2020-01-01"
    assert found.at("small", on=date(2026, 1, 1)).version == "2026-01-01"
    assert found.version("small/2020-01-01").version == "2020-01-01"
    with pytest.raises(NoSuchRulebook, match="No version of small holds on 2019-12-31"):
        found.at("small", on=date(2019, 12, 31))
    with pytest.raises(NoSuchRulebook, match="small has no version “2021-01-01”; it has: 2020-01-01, 2026-01-01"):
        found.version("small/2021-01-01")
    with pytest.raises(NoSuchRulebook, match="There is no rulebook “large”; there are: small"):
        found.at("large", on=date(2026, 1, 1))


@pytest.mark.parametrize(("asked", "holds"), [("", True), ("330200", True), ("330203", True), ("330100", False)])
def test_a_book_of_a_city_holds_there(asked: str, *, holds: bool) -> None:
    found = library_of([small_book(('status = "in-force"', 'status = "draft"\njurisdiction = "330200"'))])
    if holds:
        assert found.at("small", on=date(2026, 1, 1), jurisdiction=asked).head.status == "draft"
    else:
        with pytest.raises(NoSuchRulebook, match="in 330100"):
            found.at("small", on=date(2026, 1, 1), jurisdiction=asked)


REFUSED = [
    ({"small__2026_01_01": {"book.toml": LATER}}, "small/2026-01-01/book.toml: supersedes: there is no earlier"),
    ({"small__2021_01_01": {"book.toml": HEAD}}, "small/2021-01-01/book.toml: effective_on: the folder is called"),
    ({"large__2020_01_01": {"book.toml": HEAD}}, "large/2020-01-01/book.toml: id: the folder is called large"),
    ({"small__2020_01_01": {"rules.toml": RULES}}, "small/2020-01-01/book.toml: every version needs this file"),
    ({"small__2020_01_01": {"note.txt": ""}}, "small/2020-01-01/note.txt: a version holds .toml files"),
    (
        {
            "small__2020_01_01": {"book.toml": HEAD, "rules.toml": RULES},
            "small__2020_01_01b": {"book.toml": HEAD, "rules.toml": RULES},
        },
        "small/2020-01-01b/book.toml: effective_on: the version 2020-01-01 begins on the same day",
    ),
]


@pytest.mark.parametrize(("versions", "message"), REFUSED)
def test_a_wrong_folder_is_refused(tmp_path: Path, versions: dict[str, dict[str, str]], message: str) -> None:
    with pytest.raises(InvalidRulebook, match=message):
        library(tmp_path, **versions)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSuchRulebook):
        read_library(tmp_path / "none")
    with pytest.raises(NoSuchRulebook):
        read_files(tmp_path / "none")


def test_packed_bytes_give_the_same_files_and_digest() -> None:
    files = small_files()
    assert unpack(pack(files)) == files
    assert pack(dict(reversed(files.items()))) == pack(files)
    assert small_book().digest == digest_of(files)


@pytest.mark.parametrize("packed", [b"", b"[]", b'{"a": 1}', b"\xff"])
def test_other_bytes_are_refused(packed: bytes) -> None:
    with pytest.raises(InvalidRulebook):
        unpack(packed)


def test_a_parameter_has_the_value_of_the_day() -> None:
    values = "value = [{ from = 2020-01-01, value = 3 }, { from = 2026-01-01, value = 2.5 }]"
    book = small_book(("value = [{ from = 2020-01-01, value = 3 }]\n\n[parameter.few]", f"{values}\n\n[parameter.few]"))
    assert book.value("limit-t", on=date(2025, 12, 31)) == 3
    assert str(book.value("limit-t", on=date(2026, 1, 1))) == "2.5"
    with pytest.raises(NoValueThen):
        book.value("limit-t", on=date(2019, 12, 31))
    with pytest.raises(NoSuchRulebook):
        book.value("limit", on=date(2026, 1, 1))
