"""`qingce story`: a removed record's story from the published log alone, each entry checked, no database asked."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.domain.removal.cases.restoring import restore_case
from qingce.domain.removal.queries import public_case
from qingce.doors.cli.language import choose_language
from qingce.doors.cli.main import main
from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.merkle.notes import read_verifier
from qingce.pure.merkle.proof_files.stories import story_of
from qingce.shared.ledger.actions import number_entries, publish_log
from qingce.shared.ledger.models import LogKey
from qingce.shared.parties.enums import paired
from tests.domain.disclosure.disclosing import held, records_of
from tests.domain.removal.cases.applying import NOISE, Applied, applied, approved, reported
from tests.factories import AT
from tests.log_site import LogSite

pytestmark = pytest.mark.requirement("LED-1", "REC-10", "REM-3", "REM-9")
WAY = [
    "case-opened", "facts-confirmed", "case-determined", "case-submitted", "case-taken-up", "case-reported",
    "case-passed", "record-removed", "case-restored", "record-restored",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    choose_language("")


def run(*words: str, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["--lang", language, "story", *words])


def restored() -> tuple[Applied, int]:
    """A record that was removed and restored, beside another enterprise's open case."""
    found = reported(NOISE)
    approved(found)
    restore_case(
        found.case, actor=paired(found.reviewer, found.approver), reason="样例：报告系伪造", at=AT + timedelta(days=1)
    )
    applied(own=held(1, name="绍兴样乙印染有限公司", email="z@example.org", uscc="91000000MA00000030"))
    return found, records_of(found.own)[0]


def published(folder: Path) -> str:
    """Publishes the log; gives its key."""
    number_entries(at=AT + timedelta(days=2))
    publish_log()
    shutil.move(folder / "ledger", folder / "log")  # as a mirror has it: far from our home folder
    return LogKey.objects.get().key


@pytest.mark.django_db
def test_reader_tells_the_story_of_a_removed_record_from_the_log_alone(tmp_path: Path) -> None:
    found, record = restored()
    key, log = published(tmp_path), str(tmp_path / "log")
    result = run("record", str(record), log, "--key", key, "--json")
    assert result.exit_code == 0, result.output
    story = [json.loads(json.loads(line)["entry"]) for line in result.output.splitlines()]
    assert [each["schema"].partition("/")[0] for each in story] == WAY
    facts: dict[str, dict[str, Any]] = {each["schema"].partition("/")[0]: each["facts"] for each in story}
    assert {each["subject"]["number"] for each in story} == {record, found.case}
    assert facts["case-opened"]["records"] == facts["case-passed"]["records"] == [record]
    assert (facts["case-determined"]["rows"], facts["record-removed"]["case"]) == (["noise-disturbance"], found.case)
    assert facts["case-submitted"]["papers"] == facts["case-passed"]["papers"] == papers_as_downloaded(found.case)
    assert facts["case-reported"]["report"] == facts["case-passed"]["report"] == report_as_shown(found.case)
    told = run("record", str(record), log, "--key", key).output
    assert "Record removed after review (record-removed)" in told
    assert "own keys" not in told
    assert "案件" in run("case", str(found.case), log, "--key", key, language="zh").output


def papers_as_downloaded(case: int) -> str:
    """What anybody reckons of the files that the case's page offers."""
    client = Client()
    files = [
        (paper.id, file.id) for line in public_case(case).lines for paper in line.papers for file in paper.said.files
    ]
    read = [b"".join(client.get(f"/cases/{case}/files/{file}/")) for _paper, file in sorted(files)]  # type: ignore[call-overload]
    each = "".join(f"{hashlib.sha256(content).hexdigest()}\n" for content in read)
    return hashlib.sha256(each.encode()).hexdigest()


def report_as_shown(case: int) -> str:
    """What anybody reckons of the report."""
    (report,) = public_case(case).reports
    said = {"texts": report.texts, "result": report.result, "missing": report.missing, "round": report.round}
    return hashlib.sha256(canonical_json(said)).hexdigest()


@pytest.mark.django_db
def test_story_that_was_tampered_with_is_refused(tmp_path: Path) -> None:
    _found, record = restored()
    key, log = published(tmp_path), tmp_path / "log"
    (bundle,) = (each for each in (log / "tile/entries").rglob("*") if each.is_file())
    raw = bundle.read_bytes()
    assert b"case-passed/1" in raw
    bundle.write_bytes(raw.replace(b"case-passed/1", b"case-lapsed/1"))
    result = run("record", str(record), str(log), "--key", key)
    assert (result.exit_code, "case-lapsed" in result.output) == (1, False)
    bundle.write_bytes(raw)
    other = LogKey.objects.get().key.replace("qingce.test", "other.test")
    assert run("record", str(record), str(log), "--key", other).exit_code != 0
    assert read_verifier(key).name == "qingce.test/ledger"


@pytest.mark.django_db
def test_story_needs_no_settings_and_no_database(tmp_path: Path) -> None:
    _found, record = restored()
    key = published(tmp_path)
    code = (
        "import sys; from qingce.doors.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: print('django' in sys.modules, end.code)"
    )
    bare = {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}
    command = [sys.executable, "-c", code, "--lang", "en", "story", "record", str(record), str(tmp_path / "log")]
    done = subprocess.run([*command, "--key", key], capture_output=True, text=True, check=True, env=bare)
    assert done.stdout.splitlines()[-1] == "False 0", done.stderr


def test_log_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert run("record", "1", str(tmp_path)).exit_code == 2


def test_story_is_read_from_a_site_too(site: LogSite) -> None:
    result = run("record", "777777", site.url)
    assert (result.exit_code, "0 of the 300 entries" in result.output) == (0, True), result.output
    assert "the file itself names them" in result.output


def entry(number: int, kind: str, **facts: object) -> str:
    said = {
        "schema": "case-opened/1", "id": f"{number:032x}", "at": "2026-11-20T08:00:00+00:00",
        "actor": {"role": "staff", "organisation": "", "person": ""},
        "subject": {"kind": kind, "number": number}, "facts": facts, "words": "",
    }  # fmt: skip
    return canonical_json(said).decode()


def test_only_what_names_the_subject_is_followed() -> None:
    texts = [
        entry(7, "case", records=[1, 2], enterprise=3),
        entry(8, "case", records=[12], enterprise=1),  # another record; 1 is an enterprise here
        entry(1, "record", outcome="off-site"),
        entry(7, "case", round=1),
        entry(2, "record", case=7),  # of the same case, and not asked about
        entry(1, "enterprise"),
    ]
    found = [each.number for each in story_of(enumerate(texts), "record", 1)]
    assert found == [0, 2, 3]
