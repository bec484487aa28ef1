"""The check that no message is missing, doubtful or left over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import translations

CODE = """
from django.utils.translation import gettext as _, ngettext
_("Search")
_("记录")
ngettext("%(n)d record", "%(n)d records", 2)
"""
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
HEAD += '"Plural-Forms: nplurals={n}; plural={rule};\\n"\n\n'
PLURAL = 'msgid "%(n)d record"\nmsgid_plural "%(n)d records"\n'
ENGLISH = HEAD.format(n=2, rule="(n != 1)") + 'msgid "Search"\nmsgstr ""\n'
CHINESE = (
    HEAD.format(n=1, rule="0")
    + '#, fuzzy\nmsgid "Search"\nmsgstr "寻找"\n\nmsgid "记录"\nmsgstr "记录"\n\n'
    + PLURAL
    + 'msgstr[0] "%(n)d 条记录"\n\nmsgid "Gone"\nmsgstr "已无"\n'
)


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
def test_faults_are_the_missing_the_doubtful_and_the_left_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "page.py").write_text(CODE, "utf-8")
    for language, text in (("en", ENGLISH), ("zh_Hans", CHINESE)):
        folder = tmp_path / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(text, "utf-8")
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    assert sorted(translations.faults()) == [
        "en: missing: '记录'",
        "zh_Hans: doubtful: 'Search'",
        "zh_Hans: left over: 'Gone'",
    ]
