"""The files handed to other implementations are those that ours makes and checks."""

from __future__ import annotations

import pytest

from qingce.pure.merkle.notes import read_verifier
from tests.pure.merkle.making import KEYS
from tests.pure.merkle.vectors import DATA, files

pytestmark = pytest.mark.requirement("LED-1", "LED-2")


@pytest.mark.parametrize("name", sorted(files()))
def test_file_is_what_is_made_today(name: str) -> None:
    assert (DATA / name).read_text("utf-8") == files()[name]


def test_folder_holds_nothing_else_and_its_keys_can_be_read() -> None:
    assert {path.name for path in DATA.iterdir()} == {*files(), "README.md"}
    assert [read_verifier(line) for line in (DATA / "keys.txt").read_text("utf-8").splitlines()] == KEYS
