"""What `make run` says before it sets anything up, and what it skips the second time."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from qingce.config.environment import Environment
from tools import python_packages, settings_table, setup, steps

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("words", ["", "8000"])
def test_port_is_8000_unless_said(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setenv("PORT", words)
    assert setup.requested_port() == 8000


@pytest.mark.parametrize("words", ["0", "65536", "-1", "http", "８０００", "80.5"])
def test_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setenv("PORT", words)
    with pytest.raises(steps.Stop, match="is no port"):
        setup.requested_port()


def test_taken_port_is_told_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind((setup.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(steps.Stop) as told:
            setup.need_free_port(port)
    assert str(told.value).startswith(f"Port {port} is taken: ")
    assert "\n" not in str(told.value)


def test_done_step_is_skipped_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    done: list[str] = []
    steps.take(
        [
            steps.Step("one", lambda: done.append("one"), lambda: True),
            steps.Step("two", lambda: done.append("two")),
        ]
    )
    assert done == ["two"]
    assert capsys.readouterr().out.splitlines() == ["[ 1/2] one ready", "[ 2/2] two 0.0 s"]


def test_step_that_stops_is_told_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    def stop() -> None:
        raise steps.Stop("no node")

    with pytest.raises(steps.Stop):
        steps.take([steps.Step("one", stop)])
    assert capsys.readouterr().out == "[ 1/1] one failed\n"


def test_failed_command_stops_with_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(steps.Stop, match="failed with code 3"):
        steps.run(["sh", "-c", "echo why >&2; exit 3"])
    assert capsys.readouterr().err == "\nwhy\n"


def test_digest_depends_on_names_bytes_and_further_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    first = tmp_path / "a"
    first.write_text("1")
    before = steps.digest([first])
    assert steps.digest([first]) == before
    assert steps.digest([first], "x") != before
    first.write_text("2")
    assert steps.digest([first]) != before


def test_every_setting_is_explained() -> None:
    page = (ROOT / "docs/operations.md").read_text("utf-8")
    assert [name for name in Environment.model_fields if f"`QINGCE_{name.upper()}`" not in page] == []
    assert settings_table.put_into(page) == page


def test_uv_learns_registry_and_certificates_from_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("UV_SYSTEM_CERTS", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", "mine.pem")
    said = "global.index-url='https://mirror.example/simple'\n:env:.cert='theirs.pem'\nglobal.timeout='60'\n"
    assert python_packages.uv_settings(said) == {
        "UV_SYSTEM_CERTS": "true",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
    }
