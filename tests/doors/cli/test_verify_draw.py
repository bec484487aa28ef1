"""`qingce verify-draw`: a draw held again from its file, step by step; what does not fit is refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from qingce.doors.cli.language import choose_language
from qingce.doors.cli.main import main
from qingce.pure.merkle.notes import COSIGNATURE_V1, new_signer
from qingce.shared.draws.actions import correct_value, replace_drawn, void_draw
from qingce.shared.draws.enums import Excluded
from qingce.shared.draws.queries import draw_file, get_draw
from qingce.shared.ledger.actions import number_entries
from qingce.shared.ledger.models import LogKey
from tests.shared.draws.making import LATER, ONE, OTHER_VALUES, TWO, frozen, settled

pytestmark = [pytest.mark.requirement("EXP-1", "LED-1"), pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[3]
File = dict[str, Any]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    choose_language("")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def whole() -> File:
    """A draw with a replacement, a correction with a replacement, and the end of it."""
    number = settled(exclusions=(Excluded("P01", "employer", "所评机构的员工"),))
    replace_drawn(number, _first(number), reason="出差", by=ONE, at=LATER)
    correct_value(number, OTHER_VALUES, read="https://example.org/again", reason="误读一位", by=TWO, at=LATER)
    replace_drawn(number, _first(number), reason="生病", by=ONE, at=LATER)
    void_draw(number, reason="来源公布错误", by=TWO, at=LATER)
    number_entries(at=LATER)
    return draw_file(number)


def _first(number: int) -> str:
    current = get_draw(number).current
    assert current
    return current.standing[0]


def key() -> str:
    return LogKey.objects.values_list("key", flat=True).get()


def run(folder: Path, file: object, *words: str, language: str = "en") -> Result:
    path = folder / "draw.json"
    path.write_text(file if isinstance(file, str) else json.dumps(file, ensure_ascii=False), "utf-8")
    return CliRunner().invoke(main, ["--lang", language, "verify-draw", str(path), *words])


def test_worked_example_is_held_again_step_by_step(tmp_path: Path) -> None:
    result = run(tmp_path, draw_file(settled()), "--key", key())
    assert result.exit_code == 0, result.output
    assert "Key: 9319./2.5.8.10.12./9.18.26.34.41.45./" in result.output
    assert "    0 990dd0a5692a029a98b5e01aa28f3459        25    17  P17" in result.output
    assert "Result: P17 P07 P02" in result.output
    assert "the ledger froze" in result.output
    assert "before a value could be known at 2026-11-20T09:30:00+00:00" in result.output
    assert "no witness whom you know says so" in result.output
    assert "the file itself names" not in result.output


def test_whole_story_of_a_draw_is_held_again_in_both_languages(tmp_path: Path) -> None:
    file = whole()
    result = run(tmp_path, file)
    assert result.exit_code == 0, result.output
    assert "Random value 2: 9318 / 2 5 12 8 10" in result.output
    assert "is replaced by" in result.output
    assert "declared void" in result.output
    assert "excluded P01: employer 所评机构的员工" in result.output
    assert "the file itself names them" in result.output
    assert "：相符。" in run(tmp_path, file, language="zh").output
    assert "MD5" not in run(tmp_path, file, "--brief").output


def test_draw_without_a_value_is_shown_to_be_frozen(tmp_path: Path) -> None:
    result = run(tmp_path, draw_file(frozen()), "--key", key())
    assert result.exit_code == 0, result.output
    assert "the random value has not been entered" in result.output


def test_witness_who_saw_it_in_time_is_named(tmp_path: Path) -> None:
    file = draw_file(settled())
    witness = new_signer("witness.example", kind=COSIGNATURE_V1)
    note = file["frozen"]["proof"]["checkpoint"]
    text = note[: note.index("\n\n") + 1]
    seen = LATER - timedelta(hours=2)
    line = witness.sign(text, at_second=int(seen.timestamp())).line
    file["frozen"]["proof"]["checkpoint"] = note + line
    result = run(tmp_path, file, "--key", key(), "--key", witness.verifier.written)
    assert "The witness witness.example saw that entry in the log before a value could be known." in result.output


CHANGES: dict[str, Callable[[File], object]] = {
    "another pool": lambda file: file["frozen"]["says"]["pool"].reverse(),
    "one less in the pool": lambda file: file["frozen"]["says"]["pool"].pop(),
    "nobody excluded": lambda file: file["frozen"]["says"]["exclusions"].clear(),
    "another count": lambda file: file["frozen"]["says"].update(count=2),
    "another source": lambda file: file["frozen"]["says"]["sources"][0].update(what="别的彩票"),
    "another moment": lambda file: file["frozen"]["says"]["sources"][0].update(due="2026-11-20T09:31:00+00:00"),
    "another draw": lambda file: file["frozen"]["says"].update(number=99),
    "another value": lambda file: file["settled"][0]["says"]["values"].__setitem__(0, ["9318"]),
    "another result": lambda file: file["settled"][0]["says"]["result"].reverse(),
    "another key": lambda file: file["settled"][0]["says"].update(key="1./"),
    "read elsewhere": lambda file: file["settled"][0]["says"].update(read="https://example.org/elsewhere"),
    "values swapped": lambda file: file["settled"].reverse(),
    "correction left out": lambda file: file.update(settled=file["settled"][1:], replaced=file["replaced"][1:]),
    "replacement of a third value": lambda file: file["replaced"][0]["says"].update(value=3),
    "replaced by another": lambda file: file["replaced"][0]["says"].update(drawn="P03"),
    "replaced who was not drawn": lambda file: file["replaced"][0]["says"].update(declined="P99"),
    "proof of another act": lambda file: file["voided"].update(proof=file["frozen"]["proof"]),
    "frozen by another act": lambda file: file["frozen"].update(proof=file["settled"][0]["proof"]),
    "checkpoint of another size": lambda file: file["frozen"]["proof"].update(
        checkpoint=re.sub(r"\n\d+\n", "\n99\n", file["frozen"]["proof"]["checkpoint"], count=1)
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_does_not_fit_is_refused(tmp_path: Path, change: str) -> None:
    file = whole()
    changed = deepcopy(file)
    CHANGES[change](changed)
    assert changed != file
    result = run(tmp_path, changed, "--key", key())
    assert result.exit_code == 1, result.output
    assert "DOES NOT HOLD" in result.output
    assert "Traceback" not in result.output


HOSTILE = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "a proof": '{"format":"qingce-proof/1"}',
    "deep": '{"format":"qingce-draw/1","frozen":' + '{"says":' * 100 + "0" + "}" * 101,
    "twice": '{"format":"qingce-draw/1","format":"qingce-draw/1"}',
    "numbers": '{"format":"qingce-draw/1","frozen":{"says":{"number":1e999},"proof":{}},"settled":[],"replaced":[]}',
    "kinds": '{"format":"qingce-draw/1","frozen":{"says":{},"proof":{}},"settled":[],"replaced":[]}',
    "empty parts": '{"format":"qingce-draw/1","frozen":{},"settled":{},"replaced":[]}',
}


def test_replacement_that_was_left_out_is_said_not_to_be_seen(tmp_path: Path) -> None:
    file = whole()
    file["replaced"].pop(0)
    assert "nothing more about this draw" in run(tmp_path, file, "--key", key()).output


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_draw_cannot_be_read(tmp_path: Path, text: str) -> None:
    result = run(tmp_path, text)
    assert result.exit_code == 2, result.output
    assert "CANNOT BE READ" in result.output


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pool", "P01"),
        ("pool", [1]),
        ("pool", [["P01"]]),
        ("count", "3"),
        ("count", True),
        ("sources", [{}]),
        ("exclusions", [{"number": "P01"}]),
        ("purpose", None),
        ("after", -1),
        ("more", 1),
    ],
)
def test_frozen_part_of_another_form_is_refused(tmp_path: Path, field: str, value: object) -> None:
    file = draw_file(settled())
    file["frozen"]["says"][field] = value
    result = run(tmp_path, file)
    assert result.exit_code in {1, 2}, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_file_of_the_largest_pool_is_held_again_soon(tmp_path: Path) -> None:
    pool = tuple(f"P{number}" for number in range(65_535))
    result = run(tmp_path, draw_file(settled(pool=pool, count=1_000)), "--brief")
    assert result.exit_code == 0, result.output


def test_another_log_is_told(tmp_path: Path) -> None:
    result = run(tmp_path, draw_file(settled()), "--key", new_signer("other.example/ledger").verifier.written)
    assert result.exit_code == 1


def test_neither_database_nor_settings_nor_network_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(draw_file(settled())), "utf-8")
    code = (
        "import socket, sys\n"
        "def refuse(*_a, **_k): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        "from qingce.doors.cli.main import main\n"
        "try:\n    main(['--lang', 'en', 'verify-draw', sys.argv[1]])\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "assert 'django' not in sys.modules\n"
    )
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "holds." in done.stdout
