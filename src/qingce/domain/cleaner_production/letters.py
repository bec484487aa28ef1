"""What a letter of advice says: the unit's own figures, and advice that follows from them; in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qingce.domain.cleaner_production.coding import Results, UnitCount
from qingce.domain.cleaner_production.enums import LEFT, UNLABELLED, Grounds, ListKind, ListState
from qingce.domain.cleaner_production.intervals import proportion
from qingce.domain.cleaner_production.reading import Matrix
from qingce.domain.cleaner_production.survey import Cell
from qingce.domain.cleaner_production.survey_reading import SurveyRow
from qingce.domain.cleaner_production.units import unit_of
from qingce.shared.issuing.enums import Language

CODES: Mapping[Language, str] = {"zh": "zh-hans", "en": "en"}
KINDS = (ListKind.ROSTER, ListKind.RESULTS)


def figures(
    survey: SurveyRow, unit: str, matrix: Matrix, results: Results | None, *, addressee: str, language: Language
) -> dict[str, Any]:
    """All that the letter says but the advice, in a language."""
    with translation.override(CODES[language]):
        facts = [
            (_("To"), addressee),
            (_("Survey"), f"{survey.name} ({survey.first_year}-{survey.last_year})"),
            (_("Rosters: who publishes them"), _("The province, in batches (Measures, article 10)")),
            (_("Results: who publishes them"), _("The province, passed and failed alike (Measures, article 18)")),
        ]
        return {
            "title": unit_of(unit).name,
            "subtitle": _("Years %(first)s-%(last)s") % {"first": survey.first_year, "last": survey.last_year},
            "issuer": _("Qingce · %(host)s") % {"host": urlsplit(settings.BASE_URL).netloc},
            "facts": facts,
            "lists": [_year(matrix, unit, year) for year in range(survey.first_year, survey.last_year + 1)],
            "enterprises": _enterprises(unit, results),
            "reply": [
                _(
                    "If anything above is published elsewhere, tell us the address, and we put it right in public. "
                    "What you write is noted, and we look again later."
                )
            ],
        }


def proposed_advice(survey: SurveyRow, unit: str, matrix: Matrix, *, language: Language) -> str:
    """Advice that follows from the figures, a paragraph each; whoever writes the letter changes it."""
    with translation.override(CODES[language]):
        years = range(survey.first_year, survey.last_year + 1)
        found = [each for kind in KINDS for each in _missing(matrix, unit, years, kind)]
        told = [matrix.grounds.get((unit, year), Grounds.NOT_TOLD) for year in years]
        if any(each == Grounds.NOT_LABELLED for each in told):
            found.append(_("Say on each roster on which ground an enterprise is listed, and its industry: without it "
                           "nobody can tell what the enterprise has to publish."))  # fmt: skip
        return "\n".join(found or [_("Both lists of every year are public. Please keep it so.")])


def _missing(matrix: Matrix, unit: str, years: range, kind: ListKind) -> list[str]:
    states = {year: matrix.states.get(Cell(unit, year, kind)) for year in years}
    missing = [str(year) for year, state in states.items() if state == ListState.NOT_PUBLISHED]
    left = [str(year) for year, state in states.items() if state in LEFT]
    found: list[str] = []
    if missing and kind == ListKind.ROSTER:
        found.append(_("Publish the audit rosters of %(years)s.") % {"years": _listed(missing)})
    elif missing:
        said = {"years": _listed(missing)}
        found.append(_("Publish the acceptance results of %(years)s, those that failed as well.") % said)
    if left:
        found.append(
            _("%(list)s of %(years)s: gather on the provincial site what lower levels publish; the Measures name the "
              "province.") % {"list": kind.label, "years": _listed(left)}
        )  # fmt: skip
    return found


def _listed(years: Sequence[str]) -> str:
    return pgettext("list", ", ").join(years)


def _year(matrix: Matrix, unit: str, year: int) -> tuple[str, str, str, str]:
    states = [matrix.states.get(Cell(unit, year, kind)) for kind in KINDS]
    roster, results = (str(each.label) if each else _("not known") for each in states)
    told = matrix.grounds.get((unit, year), Grounds.NOT_TOLD)
    grounds = str(told.label) if told in UNLABELLED else _("names %(grounds)s") % {"grounds": told}
    return str(year), roster, results, grounds


def _enterprises(unit: str, results: Results | None) -> Sequence[tuple[str, str]]:
    counted: UnitCount | None = next((each for each in results.units if each.unit == unit), None) if results else None
    share = proportion(counted.published, counted.coded) if counted else None
    if counted is None or share is None:
        return []
    return [
        (_("Enterprises looked at"), f"{counted.coded} / {counted.sampled}"),
        (
            _("Published something"),
            _("%(count)d of %(of)d; between %(low)d%% and %(high)d%% of all, with 95%% confidence")
            % {"count": share.count, "of": share.of, "low": 100 * share.low, "high": 100 * share.high},
        ),
    ]
