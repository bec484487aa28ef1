"""Errors in the person's language: one table of sentences for everything that can go wrong.

`data/errors.zh.csv` has a row per code. Where one code has several causes, the error's parameter `cause` chooses the
row `code/cause`. English is what the error itself says.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qingce.pure.kernel.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingce.pure.kernel.errors import QingceError

TABLE = "errors.zh.csv"


def sentence(error: QingceError, language: str) -> str:
    """What is wrong, why and what to do, in one line.

    Args: language: zh or en; English is told where the table lacks the code or the error a parameter.
    """
    return sentence_of(error.code, error.params, language, otherwise=error.detail)


def sentence_of(code: str, params: Mapping[str, object], language: str, *, otherwise: str) -> str:
    """As `sentence`, of an error that was kept as its code and parameters.

    Args: otherwise: what is told in English, or where the table cannot.
    """
    template = _template(code, params.get("cause")) if language == "zh" else ""
    try:
        told = template.format_map(params) or otherwise
    except KeyError:  # raised without what the sentence names
        told = otherwise
    return " ".join(told.split())


def short(code: str, language: str) -> str:
    """What is wrong in two to ten words, for a column beside the row that it concerns: 日期无法识别.

    Args: language: zh or en; English is the code with spaces.
    """
    row = _rows().get(code) if language == "zh" else None
    return (row and row["short"]) or code.replace("-", " ")


def _template(code: str, cause: object) -> str:
    row = _rows().get(f"{code}/{cause}") or _rows().get(code)
    return row["sentence"] if row else ""


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read_table(TABLE)}
