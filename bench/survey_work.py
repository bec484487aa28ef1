"""What the bench of cleaner production measures, in a process of its own in which Django is set up.

`main` fills the home's database and prints what each took as JSON: what → queries, milliseconds of the processor.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qingce.domain.cleaner_production.enums import Grounds, HowFound, ListKind, ListState
from qingce.domain.cleaner_production.models import Finding
from qingce.domain.cleaner_production.queries import count_prefectures, read_matrix, score_rule, score_units, units
from qingce.doors.web.cleaner.report_document import report_draft
from qingce.pure.rules.library import read_library
from qingce.shared.issuing.writing.pdf import Marks, write_pdf
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.rulebooks.actions import release_book
from qingce.shared.rulebooks.queries import rulebook_folder

RUNS, LAST_YEAR = 9, 2025
STATES = (ListState.PUBLISHED, ListState.NOT_PUBLISHED, ListState.LEFT_TO_PREFECTURES, ListState.IN_PART)
MARKS = Marks("AAAA-AAAA-AAAA", "0000 0000 0000 0000", "https://example.org/check/A/")


def main(years: str, prefectures: str) -> None:
    """Fills the database and measures."""
    settings.ALLOWED_HOSTS = ["*"]
    fill(int(years), int(prefectures))
    client = Client(SERVER_NAME="127.0.0.1")
    what: dict[str, Callable[[], object]] = {
        "matrix and all charts": charts,
        "overview page": lambda: client.get("/cleaner-production/"),
        "one year": lambda: client.get(f"/cleaner-production/years/{LAST_YEAR}/"),
        "one province": lambda: client.get("/cleaner-production/provinces/440000/"),
        "report page": lambda: client.get(f"/cleaner-production/reports/{LAST_YEAR}/"),
        "report as PDF": document,
    }
    print(json.dumps({name: measured(do) for name, do in what.items()}))


def fill(years: int, prefectures: int) -> None:
    """Cells of all units, and of prefectures spread over them."""
    at = timezone.now() - timedelta(days=1)
    release_book(read_library(rulebook_folder()).versions("cleaner-production")[-1], by=PLATFORM, at=at)
    places = [("", each.code) for each in units()]
    places += [(f"样例市{place}", units()[place % len(units())].code) for place in range(prefectures)]
    rows = [
        Finding(
            unit=unit, place=place, first_year=year, last_year=year, list=kind,
            state=STATES[(year + position + len(kind)) % (2 if place else len(STATES))],
            grounds=Grounds.ALL if kind == ListKind.ROSTER and position % 3 else Grounds.NOT_LABELLED,
            how_found=HowFound.WEB, source="样例公告", entered_by="bench", entered_at=at,
        )
        for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1)
        for kind in ListKind
        for position, (place, unit) in enumerate(places)
    ]  # fmt: skip
    Finding.objects.bulk_create(rows, batch_size=1_000)


def charts() -> None:
    """What the pages count: every year, type and share, and the prefectures."""
    matrix = read_matrix()
    counted = (
        matrix.counts,
        matrix.types,
        score_units(matrix, score_rule(on=timezone.localdate())),
        count_prefectures(),
    )
    if not all(counted):
        raise RuntimeError("nothing was counted")


def document() -> None:
    """The report as its file, from the first query to the last page."""
    found = report_draft(LAST_YEAR, "zh", on=timezone.localdate())
    if found is None:
        raise RuntimeError("there is no report")
    write_pdf(found, MARKS)


def measured(do: Callable[[], object]) -> tuple[int, float]:
    """Queries, and milliseconds of the processor: the median, after a first time that makes what is kept."""
    answer = do()
    if getattr(answer, "status_code", 200) != 200:  # noqa: PLR2004
        raise RuntimeError(f"{answer}")
    with CaptureQueriesContext(connection) as asked:
        do()
    queries = len(asked)
    spent = []
    for _ in range(RUNS):
        began = time.process_time()
        do()
        spent.append((time.process_time() - began) * 1_000)
    return queries, statistics.median(spent)
