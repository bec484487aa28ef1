"""Writing documents: twenty pages of Chinese text with a table of 200 rows, beside WeasyPrint and ReportLab.

`python -m bench.issuing [runs]`. Each run sets another text, so that nothing is remembered from the one before; all
use the same two fonts. What starts a process, and the first document of each, is not counted. Ours is tagged for
accessibility (PDF/UA-1), has its fonts, and a QR code on each page; the peers' have the fonts. WeasyPrint needs the
system's Pango: without it, it is left out, and the table says so.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from bench import peer
from bench.house import House
from bench.measuring import Timing, machine, table
from tools.steps import Stop, run

RUNS = 7
LEAST_RUNS = 5
PARAGRAPHS, HANZI, ROWS = 100, 210, 200
PEERS = ("weasyprint", "reportlab")
WORK = Path(__file__).with_name("issuing_peer_work.py")
WORDS = "企业应当按照排污许可证的规定运行污染防治设施并保存监测记录以备查验主管部门可以要求其说明原因及整改措施"


@dataclass(frozen=True)
class Set:
    """What one way took, by the clock and of the processor, and what came of it."""

    name: str
    clock: Timing
    processor: Timing
    pages: int
    kilobytes: int


def measure(runs: int = RUNS) -> str:
    """The table of `docs/performance.md`.

    Raises: Stop: too few runs.
    """
    if runs < LEAST_RUNS:
        raise Stop(f"{runs} runs tell nothing of the spread: {LEAST_RUNS} at least.")
    versions = peer.versions(PEERS)
    with TemporaryDirectory(prefix="qingce-bench-issuing-") as name:
        house = House(Path(name) / "home")
        os.environ.update(house.environment)
        texts = [made_up(number) for number in range(runs + 1)]
        ours = _ours(texts)
        found = [ours, *filter(None, (peer_set(each, texts, Path(name)) for each in PEERS))]
    return f"{machine()}; {versions}; {runs} runs each\n\n{sets_table(found)}"


def sets_table(found: Sequence[Set]) -> str:
    """Ours, which is the first, beside the others."""
    rows = [
        [
            each.name,
            str(each.pages),
            str(each.kilobytes),
            "{:.0f}, {:.0f}-{:.0f}".format(*_told(each.clock)),
            f"{1000 * each.processor.median:.0f}",
            f"{each.clock.median / found[0].clock.median:.1f}",
        ]
        for each in found
    ]
    head = ["way", "pages", "KB", "ms by the clock: median, fastest-slowest", "ms of the processor", "times ours"]
    return table(head, rows)


def _told(timing: Timing) -> list[float]:
    """Median, fastest and slowest [ms]."""
    return [1000 * each for each in (timing.median, min(timing.seconds), max(timing.seconds))]


def made_up(seed: int) -> dict[str, list[list[str]] | list[str]]:
    """Invented paragraphs and rows, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # no secret  # nosec B311
    told = ["".join(chance.choices(WORDS, k=HANZI)) + "。" for _ in range(PARAGRAPHS)]
    rows = [
        [
            f"样例文件{chance.randrange(10**6):06}",
            "样例局",
            f"2026-{chance.randrange(1, 13):02}-01",
            "https://example.org/",
        ]
        for _ in range(ROWS)
    ]
    return {"told": told, "sources": rows}


def _ours(texts: list[dict[str, list[list[str]] | list[str]]]) -> Set:
    import django

    django.setup()
    from qingce.shared.issuing.writing.templates import template

    names = [each.name for each in template("record-extract").fields]
    return our_set("record-extract", [{name: said.get(name, []) for name in names} for said in texts])


def our_set(name: str, texts: Sequence[Mapping[str, Any]]) -> Set:
    """How long ours takes for documents of a template with these values; Django is set up."""
    from datetime import date

    from qingce.shared.issuing.enums import draft
    from qingce.shared.issuing.writing.pdf import Marks, write_pdf

    clock, processor, last = [], [], None
    for number, values in enumerate(texts):
        made = draft(
            name, language="zh", title="样例", subtitle="样例", issuer="清册",
            issued_on=date(2026, 11, 22), values=values,
        )  # fmt: skip
        marks = Marks(f"K7QD-2MXP-{number:04}", made.fingerprint[:16], "https://example.org/check/K7QD2MXPW4RT/")
        began, used = perf_counter(), process_time()
        last = write_pdf(made, marks)
        clock.append(perf_counter() - began)
        processor.append(process_time() - used)
    if last is None:
        raise Stop("Nothing was set.")
    return Set("Qingce", Timing(tuple(clock[1:])), Timing(tuple(processor[1:])), len(last.texts), len(last.pdf) // 1024)


def peer_set(name: str, texts: Sequence[Mapping[str, Any]], folder: Path) -> Set | None:
    """How long a peer takes for these texts; None: it cannot run here. Args: texts: `told` and `sources` of each."""
    from qingce.shared.issuing.writing.fonts import font_files

    said = folder / "said.json"
    said.write_text(json.dumps({"texts": texts, "fonts": [str(each) for each in font_files()]}), "utf-8")
    # -P: beside this file stands one called http, which is not what they mean by it.
    told = json.loads(run([peer.FOLDER / "bin" / "python", "-P", WORK, name, said]))
    if "missing" in told:
        print(f"{name} cannot run here: {told['missing']}", file=sys.stderr)
        return None
    timings = (Timing(tuple(told[each][1:])) for each in ("clock", "processor"))
    return Set(name, *timings, told["pages"], told["kilobytes"])


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:2])))
