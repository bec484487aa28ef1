"""`qingce ledger`: what it says of how much it looked at."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from qingce.doors.cli import main as cli
from tests.ledger_acts import log_of

pytestmark = [pytest.mark.requirement("LED-2"), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("acts", "language", "told"),
    [
        (0, "en", "Looked at 1 entry and 1 checkpoint."),
        (2, "en", "Looked at 3 entries and 1 checkpoint."),
        (2, "zh", "已核查 3 条条目、1 个检查点。"),
    ],
)
def test_audit_counts_in_words(acts: int, language: str, told: str) -> None:
    log_of(acts)
    result = CliRunner().invoke(cli.main, ["--lang", language, "ledger", "audit"])
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, told)
