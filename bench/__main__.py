"""`make bench`: every measurement, small; `SIZE=full` takes the sizes that the budgets name."""

from __future__ import annotations

import os

from bench import (
    cleaner,
    cleaning,
    disclosing,
    extracts,
    flood,
    http,
    ingest,
    issuing,
    ledger,
    load,
    matching,
    names,
    notices,
    office,
    policy_diff,
    rules,
    search_engine,
    suggesting,
    survey_pages,
    transfer,
    trends,
)
from bench.prepared import prepared
from tools.steps import Stop, one_line_errors

ROWS = {"small": ingest.ROWS, "full": 1_000_000}
ENGINE = {"small": search_engine.RECORDS, "full": 500_000}
HOUSE = {"small": http.RECORDS, "full": 5_000_000}
LOAD = {"small": (load.SECONDS, load.ROWS), "full": (load.FULL_SECONDS, load.FULL_ROWS)}
NAMES = {"small": (), "full": (1_000_000, 1_000_000)}
TEXTS = {"small": suggesting.TEXTS, "full": 500_000}
RULES = {"small": rules.ROWS, "full": rules.FULL}
VIOLATIONS = {"small": 200_000, "full": 5_000_000}
TRENDS = {"small": 200_000, "full": 5_000_000}
LEDGER = {"small": (), "full": ledger.FULL}
OFFICE = {"small": office.RECORDS, "full": office.FULL}


def main() -> None:
    """Print the tables that `docs/performance.md` keeps."""
    size = os.environ.get("SIZE") or "small"
    if size not in ROWS:
        raise Stop(f"SIZE={size} is not known: {' or '.join(ROWS)}.")
    print("## Taking records in", ingest.measure(ROWS[size]), sep="\n", end="\n\n", flush=True)
    with prepared(HOUSE[size]) as found:
        print("## Searching over HTTP", http.report(found), sep="\n", end="\n\n", flush=True)
        print("## Under load", load.report(found, *LOAD[size]), sep="\n", end="\n\n", flush=True)
    print("## Matching enterprises", matching.measure(), sep="\n", end="\n\n", flush=True)
    print("## Names against enterprises", names.measure(*NAMES[size]), sep="\n", end="\n\n", flush=True)
    print("## Suggesting facts", suggesting.measure(TEXTS[size]), sep="\n", end="\n\n", flush=True)
    print("## Deciding by rules", rules.measure(RULES[size]), sep="\n", end="\n\n", flush=True)
    print("## What changed rules change", policy_diff.measure(VIOLATIONS[size]), sep="\n", end="\n\n", flush=True)
    print("## Writing documents", issuing.measure(), sep="\n", end="\n\n", flush=True)
    print("## Extracts", extracts.measure(), sep="\n", end="\n\n", flush=True)
    print("## Taking files in", cleaning.measure(), sep="\n", end="\n\n", flush=True)
    print("## Rosters of cleaner production", cleaner.measure(), sep="\n", end="\n\n", flush=True)
    print("## Pages of cleaner production", survey_pages.measure(), sep="\n", end="\n\n", flush=True)
    print("## The office's pages", office.measure(OFFICE[size]), sep="\n", end="\n\n", flush=True)
    print("## Explaining records", disclosing.measure(), sep="\n", end="\n\n", flush=True)
    print("## The notice board", notices.measure(), sep="\n", end="\n\n", flush=True)
    print("## Searching, in the engine", search_engine.measure(ENGINE[size]), sep="\n", end="\n\n", flush=True)
    print("## Trends and map", trends.measure(TRENDS[size]), sep="\n", end="\n\n", flush=True)
    print("## Searching while somebody floods the log-in", flood.measure(), sep="\n", end="\n\n", flush=True)
    print("## Slow clients and archives", transfer.measure(), sep="\n", end="\n\n", flush=True)
    print("## The public ledger", ledger.measure(*LEDGER[size]), sep="\n", flush=True)


if __name__ == "__main__":
    with one_line_errors():
        main()
