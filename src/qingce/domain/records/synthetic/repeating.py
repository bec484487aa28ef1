"""Rows that a second source tells again: the same document in slightly other words, or word for word."""

from __future__ import annotations

from collections.abc import Mapping

from qingce.domain.records.synthetic.chance import Draw

SHARE = 0.04
_SAME_COLUMNS = ("source_title",)  # those that are the second source's own
_FARTHEST = 255
_OTHER_WORDS = (
    ("超过", "超出"), ("排放浓度为", "浓度"), ("未经处理", "未处理"), ("执法人员", "执法人员检查时"), ("。", ""),
    ("", ""), ("（", "("), ("责令", "责成"),
)  # fmt: skip


def repeat_some(columns: Mapping[str, list[str]], draw: Draw, second: list[str]) -> None:
    """Some rows become what an earlier row said, as another source tells it.

    Args: columns: changed. second: titles of other sources, one for each row.
    """
    count = len(second)
    again = [row for row, is_again in enumerate(draw.marks(SHARE, count)) if is_again]
    words = draw.words(count)
    pairs = [(row, row - 1 - words[row] % _FARTHEST) for row in again]
    pairs = [(row, earlier) for row, earlier in pairs if earlier >= 0]
    for name, column in columns.items():
        if name == "source_title":
            for row, _ in pairs:
                column[row] = second[row]
        else:
            for row, earlier in pairs:
                column[row] = column[earlier]
    texts = columns["description"]
    for row, _ in pairs:
        old, new = _OTHER_WORDS[words[row] >> 13]
        texts[row] = texts[row].replace(old, new, 1) if old else texts[row]
