"""What the pages of the rules need: a rulebook's wording in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString

from qingce.doors.web.rules import words

if TYPE_CHECKING:
    from qingce.pure.rules.schema import Text

register = template.Library()


@register.filter
def said(text: Text) -> str:
    """Our wording in the reader's language."""
    return words.said(text)


@register.filter
def clause(text: str) -> SafeString:
    """A clause, its Chinese words marked on English pages."""
    return words.clause_words(text)
