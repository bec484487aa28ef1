"""Where a query was found is shown in the original text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.text import fold
from qingce.shared.search.enums import Query
from qingce.shared.search.marking import highlight, snippet
from qingce.shared.search.parsing import parse_query


@pytest.mark.requirement("REC-6")
@pytest.mark.parametrize(
    ("text", "query", "segments"),
    [
        ("", "化工", []),
        ("上海化工厂", "", [("上海化工厂", False)]),
        ("上海化工厂", "化工", [("上海", False), ("化工", True), ("厂", False)]),
        ("上海化工", "海化 化工", [("上", False), ("海化工", True)]),
        ("上海化工", "上 海", [("上海", True), ("化工", False)]),
        ("哈哈哈", "哈哈", [("哈哈哈", True)]),
        ("臺灣ＡＢＣ", "台湾 b", [("臺灣", True), ("Ａ", False), ("Ｂ", True), ("Ｃ", False)]),
        ("甲  \n 乙", "“甲 乙”", [("甲  \n 乙", True)]),
        ("㈱公司", "株", [("㈱", True), ("公司", False)]),
        ("cafe\u0301s", "cafe", [("cafe\u0301", True), ("s", False)]),
        ("<b>化工", "<b>", [("<b>", True), ("化工", False)]),
        ("上海化工", "-化工", [("上海化工", False)]),
    ],
)
def test_highlight_marks_the_original(text: str, query: str, segments: list[tuple[str, bool]]) -> None:
    assert highlight(text, parse_query(query)) == segments


@pytest.mark.parametrize(
    ("text", "width", "segments"),
    [
        ("上海化工厂", 80, [("上海", False), ("化工", True), ("厂", False)]),
        ("甲" * 50 + "化工" + "乙" * 50, 12,
         [("…" + "甲" * 4, False), ("化工", True), ("乙" * 6 + "…", False)]),
        ("化工" + "乙" * 50, 6, [("化工", True), ("乙" * 4 + "…", False)]),
        ("甲" * 50 + "化工", 6, [("…" + "甲" * 4, False), ("化工", True)]),
        ("甲" * 50, 6, [("甲" * 6 + "…", False)]),
    ],
)  # fmt: skip
def test_snippet_is_cut_around_the_first_hit(text: str, width: int, segments: list[tuple[str, bool]]) -> None:
    assert snippet(text, parse_query("化工"), width) == segments


@given(st.text("上海上海aÀ㈱臺 \n\u0301", max_size=40), st.text("上海aà株台 ", min_size=1, max_size=4))
def test_highlight_keeps_the_text_and_marks_every_hit(text: str, term: str) -> None:
    folded = fold(term)
    segments = highlight(text, Query(terms=(folded,) if folded else ()))
    assert "".join(part for part, _ in segments) == text
    assert any(is_marked for _, is_marked in segments) == bool(folded and folded in fold(text))
    unmarked = [part for part, is_marked in segments if not is_marked]
    assert not folded or all(folded not in fold(part) for part in unmarked)
