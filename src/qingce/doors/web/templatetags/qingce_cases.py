"""What templates of cases look up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django import template

from qingce.domain.removal.queries import case_checks
from qingce.doors.web.templatetags.qingce_web import is_chinese

if TYPE_CHECKING:
    from django.http import QueryDict

    from qingce.domain.documents.queries import Placed
    from qingce.domain.removal.queries import HandedIn, LineStanding

register = template.Library()


@register.filter
def choices_of(choices: Mapping[str, Sequence[Placed]], standing: LineStanding) -> Sequence[Placed]:
    """The documents of the shelf that can be handed in for a line."""
    return choices.get(f"{standing.record}/{standing.line.key}", ())


@register.filter
def answer_of(verdict: Mapping[str, bool], check: str) -> str:
    """How a line of the review was answered: yes, no; empty: not yet."""
    return {True: "yes", False: "no", None: ""}[verdict.get(check)]


@register.filter
def verdict_words(verdict: Mapping[str, bool]) -> list[tuple[str, bool]]:
    """What was looked at of a paper, in the reader's language, and whether it is in order."""
    language = "zh" if is_chinese() else "en"
    return [(each.said(language), verdict[each.id]) for each in case_checks() if each.id in verdict]


@register.filter
def is_in_order(verdict: Mapping[str, bool]) -> bool:
    """Whether nothing of a paper is out of order."""
    return all(verdict.values())


@register.filter
def told_at(told: Mapping[str, Sequence[str]], place: str) -> Sequence[str]:
    """What is wrong at a place of the page."""
    return told.get(place, ())


@register.filter
def typed_at(said: QueryDict, place: str) -> str:
    """What was typed into the field of a place, when the form came back."""
    return said.get("text") or said.get("reason") or "" if said.get("place") == place else ""


@register.filter
def ticked_in(kind: str, said: QueryDict) -> bool:
    """Whether a declaration was ticked, when the form came back."""
    return any(each.partition("/")[0] == kind for each in said.getlist("declared"))


@register.filter
def paper_place(paper: HandedIn) -> str:
    """Where on the page a paper is judged."""
    return f"paper-{paper.id}"


@register.filter
def as_said(paper: HandedIn, said: QueryDict) -> HandedIn:
    """A paper as somebody was judging it, when the form came back."""
    if said.get("place") != paper_place(paper):
        return paper
    answers = {each.id: said.get(f"check-{each.id}") for each in case_checks()}
    verdict = {name: answer == "yes" for name, answer in answers.items() if answer in ("yes", "no")}
    return replace(paper, verdict=verdict, proves=said.get("proves", ""))
