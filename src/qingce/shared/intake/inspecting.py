"""What a file holds, before anybody says what its columns mean: tables, columns with samples, what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from qingce.shared.intake.tables import Table

MOST_SAMPLES = 5
LONGEST_SAMPLE = 120
MOST_LEFT_OUT = 20  # rows told one by one
LOOKED_AT = 2_000  # rows


def inspect_tables(tables: Sequence[Table]) -> dict[str, Any]:
    """What a file's tables hold, as plain values: format, and of each table its columns with samples of the top."""
    return {"kind": tables[0].kind.value, "tables": [_looked_into(table) for table in tables]}


def _looked_into(table: Table) -> dict[str, Any]:
    head = next(iter(table.slices(LOOKED_AT))).frame
    return {
        "sheet": table.sheet,
        "rows": table.height,
        "title": table.title[:LONGEST_SAMPLE],
        "left_out": [
            {"row": each.row, "cause": each.cause.value, "text": each.text[:LONGEST_SAMPLE]}
            for each in table.left_out[:MOST_LEFT_OUT]
        ],
        "columns": [_column(name, head[name]) for name in table.columns],
        "unreadable": table.problems["row"].n_unique(),
    }


def _column(name: str, texts: pl.Series) -> dict[str, Any]:
    said = texts.drop_nulls()
    samples: list[str] = said.unique(maintain_order=True).head(MOST_SAMPLES).to_list()
    return {
        "name": name,
        "filled": round(len(said) / max(len(texts), 1), 3),
        "samples": [text[:LONGEST_SAMPLE] for text in samples],
    }
