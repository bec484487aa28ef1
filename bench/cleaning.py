"""A PDF of twenty pages, handed in: checked and cleaned while its page waits, drawn by the worker afterwards.

`python -m bench.cleaning [runs]`. Two kinds, another content in each run: typeset (text, and a QR code on each page)
and scanned (a picture of each page, 150 dots per inch). What takes a file in starts a process for what it cannot trust,
which is counted with it. The peer is Poppler's `pdftoppm`, which only draws: the same pages at the same width, nothing
checked, cleaned or kept; where it is not installed it is left out. The first file of each kind is not counted.
"""

from __future__ import annotations

import io
import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bench.house import House
from bench.ingest import temporary_folder
from bench.issuing import made_up
from bench.measuring import Timing, machine, table
from tools.steps import Stop

if TYPE_CHECKING:
    import PIL.Image

RUNS, LEAST_RUNS = 7, 5
PAGES, WIDE, HIGH, DOTS = 20, 1240, 1754, 150
PAPER, INK, INKED = 236, 30, 90  # greys; so many of 256 specks are dark
DRAWN_WIDE = 900  # as the pictures of pages are
POPPLER = "pdftoppm"
HEAD = ("a PDF of twenty pages", "what", "ms by the clock: median, fastest-slowest", "ms of the processor")
_TAKEN, _DRAWN, _BOTH = "taken in: the form's page waits for it", "drawn by the worker", "both"


def measure(runs: int = RUNS) -> str:
    """The table of `docs/performance.md`.

    Raises: Stop: too few runs.
    """
    if runs < LEAST_RUNS:
        raise Stop(f"{runs} runs tell nothing of the spread: {LEAST_RUNS} at least.")
    with temporary_folder() as folder:
        house = House(folder / "home")
        house.migrate()
        house.enter()
        rows = [row for name, make in KINDS.items() for row in _rows(name, make, runs, folder)]
    return f"{machine()}; {runs} runs each; load {os.getloadavg()[0]:.1f} at the end\n\n{table(HEAD, rows)}"


def _rows(name: str, make: Callable[[int], bytes], runs: int, folder: Path) -> Iterator[list[str]]:
    size, taken = 0, []
    for number in range(runs + 1):
        content = make(number)
        size = len(content)
        taken.append(_once(content, folder))
    for what in taken[0]:
        clock, processor = (Timing(tuple(run[what][place] for run in taken[1:])) for place in (0, 1))
        told = (1000 * each for each in (clock.median, min(clock.seconds), max(clock.seconds)))
        spread = "{:.0f}, {:.0f}-{:.0f}".format(*told)
        yield [f"{name}, {size / 1e6:.1f} MB", what, spread, f"{1000 * processor.median:.0f}"]


def _once(content: bytes, folder: Path) -> dict[str, tuple[float, float]]:
    """Seconds by the clock and of processors for each part."""
    from qingce.shared.files.actions import keep_upload
    from qingce.shared.files.enums import FileType
    from qingce.shared.files.looking import look_into_file
    from qingce.shared.files.queries import files_by_ids

    at, kept = datetime.now(UTC), []
    taken = _spent(
        lambda: kept.append(keep_upload([content], name="a.pdf", accepts=(FileType.PDF,), purpose="bench", at=at))
    )
    drawn = _spent(lambda: look_into_file(kept[0].id, at=at))
    if len(files_by_ids([kept[0].id])[0].pages) < PAGES - 1:
        raise Stop("Its pages were not drawn.")
    found = {_TAKEN: taken, _DRAWN: drawn, _BOTH: (taken[0] + drawn[0], taken[1] + drawn[1])}
    if shutil.which(POPPLER):
        source, target = folder / "peer.pdf", folder / "peer"
        source.write_bytes(content)
        target.mkdir(exist_ok=True)
        words = [POPPLER, "-jpeg", "-scale-to-x", str(DRAWN_WIDE), "-scale-to-y", "-1", str(source), str(target / "p")]
        found[f"{POPPLER}: only drawn"] = _spent(lambda: subprocess.run(words, check=True))
    return found


def _spent(act: Callable[[], object]) -> tuple[float, float]:
    began, used = perf_counter(), _used()
    act()
    return perf_counter() - began, _used() - used


def _used() -> float:
    """Of this process, and of those that it started and that have ended [s]."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def typeset(seed: int) -> bytes:
    """Twenty pages of Chinese text and a table, as the system writes them."""
    from qingce.shared.issuing.enums import draft
    from qingce.shared.issuing.writing.pdf import Marks, write_pdf
    from qingce.shared.issuing.writing.templates import template

    said = made_up(seed)
    made = draft(
        "record-extract", language="zh", title="样例", subtitle="样例", issuer="清册", issued_on=date(2026, 11, 22),
        values={each.name: said.get(each.name, []) for each in template("record-extract").fields},
    )  # fmt: skip
    return write_pdf(made, Marks(f"K7QD-2MXP-{seed:04}", made.fingerprint[:16], "https://example.org/check/")).pdf


def scanned(seed: int) -> bytes:
    """Twenty pictures of pages: grey paper, and lines of dark specks where the text would be."""
    chance = random.Random(seed)  # noqa: S311  # no secret  # nosec B311
    first, *others = [_sheet(chance) for _ in range(PAGES)]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DOTS)
    return out.getvalue()


def _sheet(chance: random.Random) -> PIL.Image.Image:
    import PIL.Image

    sheet = PIL.Image.new("L", (WIDE, HIGH), PAPER)
    for top in range(150, HIGH - 150, 48):
        line = PIL.Image.frombytes("L", (120, 12), chance.randbytes(120 * 12)).point(_ink)
        sheet.paste(line.resize((WIDE - 240, 30)), (120, top))
    return sheet


def _ink(chance: int) -> int:
    return INK if chance < INKED else PAPER


KINDS: dict[str, Callable[[int], bytes]] = {"typeset": typeset, "scanned": scanned}


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:2])))
