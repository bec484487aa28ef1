"""The extract of an enterprise with 500 records, from the question to the kept document; the peer is one with 50.

`python -m bench.extracts [runs]`. Each run is of another day, so that nothing is remembered from the one before; the
first is not counted. Composing asks the database, setting makes the PDF; issuing does both, and keeps and enters it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import Timing, machine, seconds_of, table
from tools.steps import Stop

if TYPE_CHECKING:
    from qingce.shared.issuing.enums import Draft
    from qingce.shared.issuing.writing.pdf import Marks

RUNS, LEAST_RUNS = 7, 5
NAMES = {500: "绍兴样甲印染有限公司", 50: "宁波例丁化工厂"}
HEAD = ("an extract of", "pages", "KB", "composed ms", "set ms", "as Word ms", "issued ms: median, fastest-slowest")
_COLUMNS = (
    "enterprise_name,county,industry,type,title,doc_no,issuer,published_on,description,source_title,source_kind,licence"
)


def measure(runs: int = RUNS) -> str:
    """The table of `docs/performance.md`.

    Raises: Stop: too few runs.
    """
    if runs < LEAST_RUNS:
        raise Stop(f"{runs} runs tell nothing of the spread: {LEAST_RUNS} at least.")
    with temporary_folder() as folder:
        house = House(folder / "home")
        house.migrate()
        for records in NAMES:
            house.command("ingest", _file(folder, records))
        house.enter()
        rows = [_row(records, runs) for records in NAMES]
    return f"{machine()}; {runs} runs each; load {os.getloadavg()[0]:.1f} at the end\n\n{table(HEAD, rows)}"


def _file(folder: Path, records: int) -> Path:
    """One enterprise with so many records, as a table to be taken in."""
    first = date(2020, 1, 1)
    lines = (
        f"{NAMES[records]},浙江省绍兴市柯桥区,1713,supervision,废水超标排放行政处罚决定,样环罚〔2024〕{records}-{number}号,"
        f"绍兴市生态环境局,{first + timedelta(days=number)},废水超过排放标准。,行政处罚公示,government-site,官方文件"
        for number in range(records)
    )
    path = folder / f"records-{records}.csv"
    path.write_text("\n".join((_COLUMNS, *lines)), "utf-8")
    return path


def _row(records: int, runs: int) -> list[str]:
    from qingce.domain.enterprises.models import Enterprise

    subject = Enterprise.objects.get(name=NAMES[records]).pk
    found = [_run(subject, date(2026, 1, 1) + timedelta(days=number)) for number in range(runs + 1)]
    pages, size = _made(subject)
    *parts, issued = (Timing(tuple(run[place] for run in found[1:])) for place in range(len(found[0])))
    told = (1000 * each for each in (issued.median, min(issued.seconds), max(issued.seconds)))
    return [
        f"{records} records",
        str(pages),
        str(size),
        *(f"{1000 * each.median:.0f}" for each in parts),
        "{:.0f}, {:.0f}-{:.0f}".format(*told),
    ]


def _run(subject: int, on: date) -> list[float]:
    """Seconds for composing, setting, writing as Word, and for issuing, which does it all again for another day."""
    from qingce.shared.issuing.actions import issue_document
    from qingce.shared.issuing.writing.docx import write_docx
    from qingce.shared.issuing.writing.pdf import write_pdf

    draft = _composed(subject, on)
    another, at = on + timedelta(days=100), datetime.now(UTC)
    acts: list[Callable[[], object]] = [
        lambda: _composed(subject, on),
        lambda: write_pdf(draft, _marks()),
        lambda: write_docx(draft, _marks()),
        lambda: issue_document(_composed(subject, another), subject=subject, at=at),
    ]
    return [seconds_of(act) for act in acts]


def _made(subject: int) -> tuple[int, int]:
    """How many pages it has, and kilobytes."""
    from qingce.shared.issuing.writing.pdf import write_pdf

    written = write_pdf(_composed(subject, date(2026, 1, 1)), _marks())
    return len(written.texts), len(written.pdf) // 1024


def _composed(subject: int, on: date) -> Draft:
    from qingce.doors.web.extracts.enterprise import enterprise_extract

    found = enterprise_extract(subject, "zh", on=on)
    if found is None:
        raise Stop("There is nothing to extract.")
    return found


def _marks() -> Marks:
    from qingce.shared.issuing.writing.pdf import Marks

    return Marks("K7QD-2MXP-W4RT", "ab12 34cd 9988 1122", "https://example.org/check/K7QD2MXPW4RT/")


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:2])))
