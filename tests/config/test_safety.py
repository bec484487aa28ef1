"""An unsafe service is not started; each danger says what, why and what to do."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from qingce.config.environment import Environment
from qingce.config.safety import CHECKS, Danger, dangers_of, words

pytestmark = pytest.mark.requirement("ACC-1")
SECRET = "pN3vT8-qLz0_RkYw7uJdFh2sXbGm5cEaVt9oIi1KwQ4yHx6nBrZeUj"
SAFE: dict[str, object] = {
    "secret_key": SECRET,
    "base_url": "https://www.example.org",
    "hosts": "www.example.org,127.0.0.1",
    "https": True,
    "proxies": 1,
    "smtp_url": "smtps://qingce:pw@mail.example.org",
    "mail_from": "qingce@example.org",
    "contact": "webmaster@example.org",
    "database_url": "postgresql://qingce:pw@db.example.org/qingce?sslmode=verify-full",
}


def environment(home: Path, **other: object) -> Environment:
    return Environment(**{**SAFE, "home": home, **other})  # type: ignore[arg-type]  # as variables come


def codes(home: Path, settings_file: Path | None = None, **other: object) -> list[str]:
    return [danger.code for danger in dangers_of(environment(home, **other), settings_file)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


def test_safe_settings_are_taken(home: Path) -> None:
    assert codes(home) == []
    assert codes(home / "not-yet") == []


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("debug-on", {"debug": True}),
        ("no-https", {"base_url": "http://www.example.org"}),
        ("no-https", {"https": False}),
        ("no-https", {"https": False, "allow_http": True}),
        ("any-host", {"hosts": "*"}),
        ("host-missing", {"hosts": "example.org"}),
        ("weak-secret", {"secret_key": "x" * 40}),
        ("weak-secret", {"secret_key": "abcdefghijklmnopqrstuvwxyz0123456789"}),
        ("weak-secret", {"secret_key": "django-insecure-" + SECRET}),
        ("weak-secret", {"secret_key": "zhejiang-shaoxing-zhejiang-shaoxing-zhejiang"[:33]}),
        ("weak-secret", {"secret_key": "qI7x_qI7x_qI7x_qI7x_qI7x_qI7x_qI7x_"}),
        ("no-proxy", {"proxies": 0}),
        ("plain-database", {"database_url": "postgresql://qingce:pw@db.example.org/qingce"}),
        ("plain-database", {"database_url": "postgresql://qingce:pw@db.example.org/qingce?sslmode=prefer"}),
        ("no-contact", {"contact": ""}),
        ("no-mail", {"smtp_url": "", "mail_from": ""}),
    ],
)
def test_danger_is_found(home: Path, code: str, other: dict[str, object]) -> None:
    found = [each for each in codes(home, **other) if each != "http-allowed"]
    assert found == [code]


@pytest.mark.parametrize("bits", [0o701, 0o704, 0o755])
def test_home_open_to_other_users_is_found(home: Path, bits: int) -> None:
    home.chmod(bits)
    assert codes(home) == ["home-open"]
    home.chmod(0o750)
    assert codes(home) == []


def test_settings_file_open_to_other_users_is_found(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "qingce.env"
    assert codes(home, file) == []
    file.write_text(f"QINGCE_SECRET_KEY={SECRET}\n")
    file.chmod(0o604)
    assert codes(home, file) == ["settings-open"]
    file.chmod(0o640)
    assert codes(home, file) == []


def test_http_inside_a_closed_network_is_taken_and_told(home: Path) -> None:
    found = dangers_of(
        environment(home, base_url="http://www.example.org", https=False, allow_http=True, proxies=0), None
    )
    assert [(each.code, each.is_refused) for each in found] == [("http-allowed", False)]


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8001", "http://localhost:8000", "http://[::1]:8000"])
def test_at_home_nothing_is_asked_for(home: Path, base_url: str) -> None:
    at_home = {"base_url": base_url, "hosts": "127.0.0.1,localhost,[::1]", "https": False, "debug": True}
    assert codes(home, secret_key="x" * 40, contact="", smtp_url="", **at_home) == []


@pytest.mark.parametrize("hosts", ["*", "127.0.0.1,www.example.org", "192.0.2.7", "198.51.100.1"])
def test_host_of_others_makes_a_service_whatever_the_public_address_says(home: Path, hosts: str) -> None:
    assert "no-https" in codes(home, base_url="http://127.0.0.1:8000", hosts=hosts, https=False)


@pytest.mark.parametrize(
    "base_url",
    ["www.example.org", "ftp://www.example.org", "https://", "https://a.example/qingce", "https://me:pw@a.example"],
)
def test_what_is_no_public_address_is_refused(home: Path, base_url: str) -> None:
    with pytest.raises(ValidationError):
        environment(home, base_url=base_url)


def test_random_secrets_are_taken(home: Path) -> None:
    for make in (lambda: secrets.token_urlsafe(48), lambda: secrets.token_hex(32), lambda: secrets.token_urlsafe(32)):
        assert [codes(home, secret_key=make()) for _ in range(50)] == [[]] * 50


def test_every_danger_is_worded_in_both_languages() -> None:
    params = {"base_url": "A", "host": "B", "path": "C"}
    assert words().keys() == {*CHECKS, "settings-open"}
    for code in words():
        danger = Danger(code, params)
        assert danger.sentence("zh").startswith(("QINGCE_", "qingce.env"))
        assert danger.sentence("en").startswith(danger.sentence("zh").partition("：")[0] + ": ")


def run(home: Path, *command: str, **other: object) -> subprocess.CompletedProcess[str]:
    chosen = {**SAFE, "database_url": "", "home": home, **other}
    # What browser tests set for themselves in this process is not for a service.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    environment = {**kept, **{f"QINGCE_{name.upper()}": str(value) for name, value in chosen.items()}}
    environment |= {"DJANGO_SETTINGS_MODULE": "qingce.config.settings", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, *command], env=environment, text=True, capture_output=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "qingce.doors.cli.main", "serve", "--port", "1"),
        ("-m", "qingce.doors.cli.main", "serve", "--pages-only", "--port", "1"),
        ("-m", "qingce.doors.cli.main", "work"),
        ("-m", "django", "migrate"),
        ("-c", "import qingce.config.wsgi"),
    ],
    ids=["serve", "pages", "work", "migrate", "wsgi"],
)
def test_nothing_starts_with_unsafe_settings(home: Path, command: tuple[str, ...]) -> None:
    done = run(home, *command, debug=True, proxies=0)
    assert (done.returncode, done.stdout) == (1, "")
    told = done.stderr.splitlines()
    assert told[0] == "Unsafe settings; nothing was started:"
    assert [line.split(":")[0] for line in told[1:]] == ["- QINGCE_DEBUG", "- QINGCE_PROXIES"]
    assert list(home.iterdir()) == []


def test_settings_of_a_service_pass_the_checks_of_django_too(home: Path) -> None:
    done = run(home, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_what_should_be_better_is_told(home: Path) -> None:
    done = run(home, "-m", "django", "check", "--tag", "security", contact="")
    assert done.returncode == 0
    assert "(qingce.W001) QINGCE_CONTACT: there is no contact" in done.stderr


def test_new_home_is_closed_to_other_users(tmp_path: Path) -> None:
    home = tmp_path / "new"
    assert run(home, "-c", "import qingce.config.settings").returncode == 0
    assert home.stat().st_mode & 0o777 == 0o700
