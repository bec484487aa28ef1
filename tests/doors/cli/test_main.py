"""The list of commands, the language, and errors as one line."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from qingce.doors.cli import main as cli
from qingce.doors.cli.giving_way import NICE
from qingce.doors.cli.language import choose_language, language
from qingce.doors.cli.messages import sentence
from qingce.pure.kernel.errors import QingceError
from qingce.shared.jobs.errors import UnknownJob


@pytest.fixture(autouse=True)
def no_language_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    choose_language("")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "C"}, "zh"),
    ],
)
def test_language_is_the_terminals(monkeypatch: pytest.MonkeyPatch, asked: dict[str, str], expected: str) -> None:
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


def test_help_lists_installed_commands_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.COMMANDS, "later", cli.Entry("qingce.doors.cli.later:later", "以后", "Later."))
    chinese = CliRunner().invoke(cli.main, ["--lang", "zh", "--help"]).output
    english = CliRunner().invoke(cli.main, ["--lang", "en", "--help"]).output
    assert "启动网站和后台工作。" in chinese
    assert "Serve the pages and do background work." in english
    assert "later" not in english


def test_help_imports_no_framework() -> None:
    code = (
        "import sys\nfrom qingce.doors.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'granian', 'polars', 'tantivy'}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


def test_every_command_of_the_table_has_its_own_help() -> None:
    for name in cli.main.list_commands(cli.main.make_context("qingce", ["--help"], resilient_parsing=True)):
        result = CliRunner().invoke(cli.main, [name, "--help"])
        assert (name, result.exit_code) == (name, 0)


def test_a_command_that_is_not_installed_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.COMMANDS, "later", cli.Entry("qingce.doors.cli.later:later", "以后", "Later."))
    result = CliRunner().invoke(cli.main, ["--lang", "zh", "later"])
    assert (result.exit_code, result.stderr) == (2, "本安装不含命令 later；请更新安装。\n")


def test_an_unknown_command_is_a_usage_error() -> None:
    assert CliRunner().invoke(cli.main, ["no-such-thing"]).exit_code == 2


class Unlisted(QingceError):
    code = "unlisted-code-of-a-test"


def test_sentence_is_chinese_where_there_is_one_and_english_else() -> None:
    choose_language("zh")
    assert sentence(UnknownJob("7")) == "没有编号为 7 的任务；已结束的任务保留 30 天。"
    assert sentence(Unlisted("Two\nlines.")) == "Two lines."
    choose_language("en")
    assert sentence(UnknownJob("7")) == "No job has the id 7; finished jobs are kept for 30 days."


def test_sentence_falls_back_to_english_when_parameters_differ() -> None:
    class OtherJob(QingceError):
        code = "unknown-job"

    choose_language("zh")
    assert sentence(OtherJob("No such job.")) == "No such job."


@click.command()
def priority() -> None:
    click.echo(os.getpriority(os.PRIO_PROCESS, 0))


@pytest.mark.requirement("REC-3")
@pytest.mark.parametrize("gives_way", [False, True])
def test_long_work_lets_pages_go_first(monkeypatch: pytest.MonkeyPatch, *, gives_way: bool) -> None:
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    entry = cli.Entry(f"{__name__}:priority", "优先级", "Priority.", gives_way=gives_way)
    monkeypatch.setitem(cli.COMMANDS, "priority", entry)
    told = CliRunner().invoke(cli.main, ["priority"])
    assert told.stdout == f"{max(usual, NICE) if gives_way else usual}\n"
    assert {name for name, each in cli.COMMANDS.items() if each.gives_way} - {"priority"} == {
        "ingest", "reindex", "synth", "undo",
    }  # fmt: skip
