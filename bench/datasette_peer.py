"""The peer of searching over HTTP: Datasette on the same rows, its full text being pairs of characters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench import peer
from bench.peer_rows import pairs
from bench.questions import FACETS, Question
from bench.serving import Server, free_port, started

# A careful owner's settings: nothing is cut off, nothing is done that nobody asked for.
SETTINGS = {
    "sql_time_limit_ms": 600_000,
    "facet_time_limit_ms": 600_000,
    "suggest_facets": "off",
    "cache_size_kb": 200_000,
    "max_returned_rows": 5_000,
}


@contextmanager
def datasette(database: Path) -> Iterator[Server]:
    """The newest Datasette that is pinned, on that file, which it may take as never changing."""
    peer.install()
    port = free_port()
    metadata = database.with_suffix(".json")
    tables = {"records": {"fts_table": "records_pairs", "fts_pk": "id"}}
    metadata.write_text(json.dumps({"databases": {database.stem: {"tables": tables}}}), "utf-8")
    words: list[str | Path] = [peer.FOLDER / "bin" / "datasette", "serve", "--immutable", database]
    words += ["--metadata", metadata, "--port", str(port)]
    settings = [str(word) for name, value in SETTINGS.items() for word in ("--setting", name, value)]
    with started([*words, *settings], port, {}) as server:
        yield server


def path_of(question: Question) -> str:
    """The 20 newest, the total and the three counts, as Datasette is asked for them."""
    words = {
        "_size": "20",
        "_sort_desc": "newest",
        "_facet_size": "max",
        "_shape": "objects",
        **{f"{name}__exact": value for name, value in question.filters.items()},
    }
    if question.text:
        words |= {"_search": f'"{pairs(question.text)}"', "_searchmode": "raw"}
    listed = [("_facet", name) for name in FACETS] + [("_col", name) for name in ("title", "enterprise", "newest")]
    return f"/peer/records.json?{urlencode([*words.items(), *listed])}"
