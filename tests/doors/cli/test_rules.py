"""`qingce rules …`: releasing what lies in the folder, once, and listing it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django.fixtures import Settings

from qingce.doors.cli.main import main
from qingce.shared.rulebooks.queries import releases
from tests.rule_files import trial_book

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("POL-1")]


def lay(root: Path, files: dict[str, bytes], version: str = "2017-06-01") -> Path:
    folder = root / "trial" / version
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def root(tmp_path: Path, settings: Settings) -> Path:
    settings.RULEBOOKS = tmp_path
    return tmp_path


def run(*words: str) -> str:
    result = CliRunner().invoke(main, ["--lang", "en", "rules", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_release_releases_what_is_new_and_nothing_twice(root: Path) -> None:
    lay(root, trial_book())
    assert "trial/2017-06-01" in run("release")
    assert "There is no new version" in run("release")
    lay(root, trial_book("2099-01-01", limit="5"), "2099-01-01")
    assert run("release").count("trial/") == 1
    assert [row.key for row in releases()] == ["trial/2099-01-01", "trial/2017-06-01"]


def test_release_of_a_new_database_only_leaves_a_later_version_to_a_person(root: Path) -> None:
    lay(root, trial_book())
    run("release", "--if-none")
    later = lay(root, trial_book("2099-01-01", limit="5"), "2099-01-01")
    assert "Rules are released already" in run("release", "--if-none")
    assert "trial/2099-01-01" in run("release", str(later))


def test_list_gives_each_version_with_its_digest(root: Path) -> None:
    assert "No rules are released yet" in run("list")
    lay(root, trial_book(jurisdiction="330200", status="draft"))
    run("release")
    [row] = releases()
    assert run("list").split() == [
        "trial/2017-06-01", "330200", "draft", f"{row.released_at:%Y-%m-%d}", row.digest
    ]  # fmt: skip


def test_every_rulebook_that_comes_with_qingce_can_be_released() -> None:
    said = run("release")
    assert "removal/2017-06-01" in said
    assert len(releases()) == said.count("…")


def test_release_leaves_alone_what_was_edited_after_its_release_and_says_so(root: Path) -> None:
    folder = lay(root, trial_book())
    run("release")
    (folder / "rules.toml").write_bytes(trial_book(limit="5")["rules.toml"])
    lay(root, trial_book("2099-01-01", limit="7"), "2099-01-01")
    said = run("release")
    assert "trial/2017-06-01: its files are not what was released" in said
    assert "Released trial/2099-01-01" in said
    assert [row.version for row in releases()] == ["2099-01-01", "2017-06-01"]
    refused = CliRunner().invoke(main, ["--lang", "en", "rules", "release", str(folder)])
    assert refused.exit_code == 2
    assert "released with other contents" in refused.output
