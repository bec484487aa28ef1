"""The page for those who write rules names all that the format has, in both languages."""

from __future__ import annotations

import inspect
import re
from typing import get_args

import pytest

from qingce.pure.rules import schema
from tests.rulebook.books import LIBRARY, ROOT

PARTS = [each for _, each in inspect.getmembers(schema, inspect.isclass) if issubclass(each, schema.Part)]
KEYS = sorted({field.alias or name for part in PARTS for name, field in part.model_fields.items()} - {"zh", "en"})
WORDS = sorted(
    {
        word
        for part, key in [
            (schema.BookHead, "status"),
            (schema.Fact, "type"),
            (schema.Fact, "origin"),
            (schema.Parameter, "kind"),
            (schema.Parameter, "unit"),
            (schema.Document, "written_by"),
            (schema.RuleList, "kind"),
        ]
        for word in get_args(part.model_fields[key].annotation)
    }
)


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_page_names_every_key_word_and_book(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for wanted in (*KEYS, *WORDS, *LIBRARY.books):
        assert re.search(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])", text, re.ASCII), wanted


def test_both_pages_show_the_same_examples() -> None:
    english, chinese = (_examples((ROOT / page).read_text(encoding="utf-8")) for page in ("README.md", "README.zh.md"))
    assert english == chinese
    assert len(english) > 40


def _examples(text: str) -> list[str]:
    """The lines of the examples without their comments; those of the folders are words only."""
    lines = re.findall(r"^    (.*(?: = |\]$).*)", text, re.M)
    return [line.partition("  #")[0].rstrip() for line in lines]
