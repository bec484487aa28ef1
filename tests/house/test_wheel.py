"""A wheel holds all it needs: it works where there is no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from qingce.config.environment import default_home
from tools import wheel
from tools.setup import BUNDLES, LOCALE

ROOT = Path(__file__).resolve().parents[2]
WANTED = {
    "qingce/domain/records/data/mappings/penalty-decisions.toml",
    "qingce/domain/records/data/README.md",
    "qingce/domain/records/data/violation_keywords.csv",
    "qingce/pure/kernel/data/SOURCES.codes.md",
    "qingce/pure/kernel/data/errors.zh.csv",
    "qingce/pure/kernel/data/division_history.csv.gz",
    "qingce/doors/web/templates/web/_wordmark.html",
    "qingce/doors/web/static/web/dist/site.css",
    "qingce/doors/web/static/web/dist/site.js",
    "qingce/locale/zh_Hans/LC_MESSAGES/django.mo",
    "qingce/locale/en/LC_MESSAGES/django.mo",
    "qingce/demo/manifest.toml",
    "qingce/demo/penalty-decisions/decisions.csv",
    "qingce/py.typed",
    "qingce/shared/issuing/data/fonts/NotoSansSC_700Bold.ttf",
    "qingce/shared/issuing/data/fonts/NotoSerifSC_400Regular-LICENSE",
    "qingce/shared/issuing/data/fonts/NotoSerifSC_400Regular.ttf",
    "qingce/shared/issuing/data/templates/house.typ",
    "qingce/rulebook/README.md",
    "qingce/rulebook/removal/2017-06-01/table.toml",
}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an unpacked wheel."""
    if not (any(LOCALE.rglob("*.mo")) and (BUNDLES / "site.css").exists()):
        pytest.skip("NOT SHOWN: that a wheel is complete; styles and translations are not made yet (`make test` does)")
    folder = tmp_path_factory.mktemp("wheel")
    with ZipFile(wheel.build(folder)) as file:
        file.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.mark.slow
def test_wheel_holds_every_kind_of_data(unpacked: Path) -> None:
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert sorted(WANTED - held) == []
    assert [name for name in held if name.endswith((".stamp", ".pyc"))] == []


@pytest.mark.slow
def test_wheel_holds_every_file_of_the_package(unpacked: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "src/qingce", "demo", "locale", "rulebook"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
    ).stdout.splitlines()
    expected = {name.removeprefix("src/") if name.startswith("src/") else f"qingce/{name}" for name in tracked}
    there = {name for name in expected if (unpacked / name).is_file()}
    # Deleted in the working copy: nobody's loss.
    gone = {name for name in expected if not ((ROOT / "src" / name).exists() or (ROOT / name[7:]).exists())}
    assert sorted(expected - there - gone) == []


@pytest.mark.slow
def test_wheel_loads_the_demo_without_a_checkout(unpacked: Path, tmp_path: Path) -> None:
    """Settings, templates, mappings, translations and demo are all found inside the wheel."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QINGCE_")}
    env = kept | {
        "PYTHONPATH": str(unpacked),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "QINGCE_SECRET_KEY": "test-only-" + "x" * 40,
        "DJANGO_SETTINGS_MODULE": "qingce.config.settings",
    }

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=tmp_path, env=env, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("django", "migrate", "--verbosity=0")
    told = run("qingce.doors.cli.main", "--lang", "zh", "demo")
    assert "penalty-decisions/decisions.csv：新增 57" in told
    assert (tmp_path / "data" / "qingce" / "qingce.sqlite3").is_file()
    (tmp_path / "facts.json").write_text('{"record_type": "exemplary"}', encoding="utf-8")
    told = run("qingce.doors.cli.main", "--lang", "en", "decide", "--rulebook", "removal", "--facts", "facts.json")
    assert "Removal does not apply" in told


def test_home_of_a_checkout_is_its_var() -> None:
    assert default_home(ROOT / "src" / "qingce") == ROOT / "var"


def test_home_of_an_installed_package_is_in_the_users_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_home(tmp_path / "lib" / "site-packages" / "qingce") == tmp_path / ".local/share/qingce"
