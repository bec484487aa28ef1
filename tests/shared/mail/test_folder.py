"""Letters of an installation without a mail server: readable, sorted by time, for nobody else."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from pytest_django.fixtures import Settings

from qingce.shared.mail.actions import forget_letters
from qingce.shared.mail.enums import LetterState, Problem
from qingce.shared.mail.folder import FolderBackend, drop_files, mail_folder
from tests.factories import AT, work
from tests.shared.mail.conftest import SECRET, TO, a_letter, fresh

NAME = r"\d{8}T\d{6}\.\d{6}Z-to-chen@example\.org-[0-9a-f]{6}\.(txt|html)"


@pytest.fixture(autouse=True)
def _folder(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "qingce.shared.mail.folder.FolderBackend"
    settings.DEFAULT_FROM_EMAIL = "清册 <qingce@localhost>"


def files() -> list[Path]:
    return sorted(mail_folder().iterdir())


@pytest.mark.django_db
def test_letter_is_written_for_reading() -> None:
    a_letter(name="陈样本")
    work()
    assert [re.fullmatch(NAME, path.name) is not None for path in files()] == [True, True]
    page, text = (path.read_text("utf-8") for path in files())
    heads = text.split("\n\n")[0].split("\n")
    assert heads[:3] == ["From: 清册 <qingce@localhost>", f"To: {TO}", "Subject: English: 陈样本"]
    assert re.fullmatch(r"Date: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0800", heads[3])
    assert SECRET in text
    assert page.startswith('<!doctype html>\n<html lang="en">')


@pytest.mark.django_db
def test_letters_are_for_the_user_of_the_server_only() -> None:
    mail_folder().chmod(0o755)
    a_letter()
    work()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (mail_folder(), *files())]
    assert modes == [0o700, 0o600, 0o600]


@pytest.mark.parametrize("to", ["../../a@example.org", "a/b@example.org", "a\nb@example.org", "ü" * 300 + "@x.org"])
def test_name_of_a_file_never_leads_elsewhere(to: str) -> None:
    FolderBackend().send_messages([EmailMessage("s", "b", "from@example.org", [to])])
    assert [(path.parent, path.suffix, len(path.name) < 200) for path in files()] == [(mail_folder(), ".txt", True)]


def test_letters_sort_by_time() -> None:
    for number in range(3):
        FolderBackend().send_messages([EmailMessage(str(number), "", "from@example.org", [f"{9 - number}@x.org"])])
    assert [path.read_text("utf-8").split("Subject: ")[1][0] for path in files()] == ["0", "1", "2"]


@pytest.mark.django_db
def test_folder_that_takes_nothing_is_a_passing_trouble(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    settings.HOME = tmp_path / "taken"
    letter = a_letter()
    with pytest.raises(OSError, match="taken"):
        work()
    assert (fresh(letter).state, fresh(letter).problem) == (LetterState.WAITING, Problem.UNREACHABLE)


@pytest.mark.django_db(transaction=True)
def test_forgotten_address_leaves_no_readable_letter() -> None:
    a_letter()
    a_letter(to="other-chen@example.org")
    work()
    forget_letters(TO, at=AT)
    assert sorted({path.name.partition("-to-")[2].rpartition("-")[0] for path in files()}) == ["other-chen@example.org"]


@pytest.mark.django_db
def test_old_files_are_dropped() -> None:
    a_letter()
    work()
    old, young = files()
    os.utime(old, (AT.timestamp() - 1, AT.timestamp() - 1))
    os.utime(young, (AT.timestamp(), AT.timestamp()))
    drop_files(before=AT)
    assert files() == [young]
