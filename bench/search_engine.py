"""The search engine by itself: documents made straight from synthetic rows, no database and no peer.

For choosing how texts and facets are laid out: what a document costs to index, what a question of each class costs
to answer. Processor milliseconds of the asking thread say more on a busy machine than the clock.
`python -m bench.search_engine [records] [questions]`
"""

from __future__ import annotations

import csv
import os
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import machine, table
from bench.questions import CLASSES, FACETS, PHRASES, WORDS

if TYPE_CHECKING:
    from qingce.shared.search.enums import SearchRequest
    from qingce.shared.search.registry import Document

RECORDS, QUESTIONS = 50_000, 30
PER_RANGE = 10_000


def measure(records: int = RECORDS, questions: int = QUESTIONS) -> str:
    """Builds an index of so many documents and asks each class so many questions; returns the report."""
    with temporary_folder() as folder:
        return House(folder).python("bench.search_engine", records, questions).strip()


def main(records: str, questions: str) -> None:
    """The measurement itself, which runs on a house without a database (`House.python`); prints the report."""
    folder = Path(os.environ["QINGCE_HOME"])
    documents = list(_documents(folder / "rows.csv", int(records)))
    built = _build(folder, documents)
    lines = [_line(kind, _questions(kind, int(questions), documents)) for kind in CLASSES]
    header = ("class", "questions", "hits, median", "processor ms, median / 95 %", "ms, median / 95 %")
    print(f"{built}; {machine()}\n\n{table(header, lines)}")


def _documents(path: Path, records: int) -> Iterator[Document]:
    from qingce.domain.records.actions import LAST_DAY, Plan, write_synthetic

    for file in write_synthetic(Plan(max(records // 5, 1), records, 1, LAST_DAY), path):
        with file.open(encoding="utf-8", newline="") as rows:
            yield from (_document(number, row) for number, row in enumerate(csv.DictReader(rows), start=1))


def _document(number: int, row: dict[str, str]) -> Document:
    from qingce.shared.search.registry import Document

    day = row.get("published_on") or row.get("decided_on") or row.get("inspected_on") or ""
    parts = (row.get(name, "") for name in ("description", "laws", "measure", "measurements"))
    names = ("title", "doc_no", "uscc", "issuer", "address")
    return Document(
        id=number,
        texts={
            "enterprise": row["enterprise_name"],
            "text": "\n".join(filter(None, parts)),
            **{name: row.get(name, "") for name in names},
        },
        facets={
            **{name: row.get(name, "") for name in ("type", "year", "issuer", "province", "county")},
            "prefecture": row.get("city", ""),
            "industry": row.get("industry", "")[:2],
            "status": "open",
        },
        day=date.fromisoformat(day).toordinal() if day else 0,
    )


def _build(folder: Path, documents: Sequence[Document]) -> str:
    from qingce.shared.search import registry
    from qingce.shared.search.actions import build_anew

    count = len(documents)
    registry.register(
        replace(
            registry.indexed("record"),
            documents=lambda first, last: documents[first - 1 : last],
            ranges=lambda: [(first, first + PER_RANGE - 1) for first in range(1, count + 1, PER_RANGE)],
        )
    )
    started, clock = _processor_s(), time.perf_counter()
    build_anew("record")
    each = (_processor_s() - started) / count * 1e6
    size = sum(path.stat().st_size for path in (folder / "index").rglob("*") if path.is_file())
    return (
        f"{count:,} documents built in {time.perf_counter() - clock:.1f} s, {each:.0f} µs of a processor each, "
        f"{size / count:,.0f} bytes each"
    )


def _processor_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _questions(kind: str, count: int, documents: Sequence[Document]) -> list[SearchRequest]:
    from qingce.shared.search.enums import Order, SearchRequest

    chance = random.Random(1)  # noqa: S311  # the same each time, not a secret
    some = [chance.choice(documents) for _ in range(count)]
    texts = {
        "a": WORDS[:count],
        "b": [each.texts["enterprise"] for each in some],
        "c": PHRASES[:count],
        "d": [""] * count,
        "e": [chance.choice(PHRASES) for _ in some],
    }[kind]
    has_filters = kind in {"d", "e"}
    return [
        SearchRequest(
            f'"{text}"' if text else "",
            {name: [str(each.facets[name])] for name in FACETS} if has_filters else {},
            Order.NEWEST,
            facets=FACETS,
            most_values=40,
        )
        for text, each in zip(texts, some, strict=False)
    ]


def _line(kind: str, asked: Sequence[SearchRequest]) -> list[str]:
    from qingce.shared.search.queries import search

    processor, clock, hits = [], [], []
    for request in asked:
        started, ticked = time.perf_counter(), time.thread_time()
        hits.append(search("record", request).total)
        processor.append((time.thread_time() - ticked) * 1000)
        clock.append((time.perf_counter() - started) * 1000)
    spans = [f"{median(each):.2f} / {sorted(each)[int(len(each) * 0.95)]:.2f}" for each in (processor, clock)]
    return [f"{kind}: {CLASSES[kind]}", str(len(asked)), f"{median(hits):,.0f}", *spans]


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
