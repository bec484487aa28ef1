"""The yearly report as a document: what its page shows, in the words of the page, as PDF and DOCX."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qingce.domain.cleaner_production.enums import UNLABELLED, Grounds, ListKind, ListState
from qingce.domain.cleaner_production.errors import FindingNotFound
from qingce.domain.cleaner_production.queries import (
    SOURCE,
    Cell,
    Report,
    ReportFinding,
    Score,
    Told,
    count_kinds,
    laws,
    method_steps,
    read_report,
    score_rule,
    score_units,
    units,
)
from qingce.doors.web.cleaner.scored import KINDS, shown_rule
from qingce.doors.web.cleaner.shown import map_rows, prefecture_lines, unit_name
from qingce.doors.web.extracts.saying import in_language, issuer, written_day
from qingce.shared.issuing.enums import Draft, Language, draft
from qingce.shared.rulebooks.errors import NoReleaseInForce

KIND = "cleaner-report"
# Signs that the fonts of documents have.
SIGNS = {
    ListState.PUBLISHED: "√",
    ListState.IN_PART: "△",
    ListState.NOT_PUBLISHED: "×",
    ListState.LEFT_TO_PREFECTURES: "↓",
    ListState.LEFT_TO_DIVISIONS: "↓",
}
Rows = Sequence[Sequence[str]]


def report_draft(number: int, language: Language, *, on: date) -> Draft | None:
    """What the report of a year says on a day; None: nothing is known of the year."""
    with in_language(language):
        try:
            return _draft(read_report(number), language, on)
        except FindingNotFound:
            return None


def percent(value: float) -> str:
    """A share as it is written."""
    return f"{100 * value:.1f}%"


def interval(found: ReportFinding) -> str:
    """Between which shares the truth lies; a dash where all were looked at."""
    return f"{percent(found.proportion.low)}–{percent(found.proportion.high)}" if found.is_sample else "—"


def sentences(report: Report) -> list[str]:
    """What the year comes to, in a few sentences made of its figures."""
    found = {each.told: each.proportion for each in report.findings}
    said = {
        "year": report.year,
        "roster": found[Told.ROSTER].count,
        "results": found[Told.RESULTS].count,
        "units": found[Told.ROSTER].of,
        "both": found[Told.BOTH].count,
    }
    lines = [
        _("For %(year)d, %(roster)d of %(units)d units published their audit roster and %(results)d their acceptance "
          "results; %(both)d published both.") % said
    ]  # fmt: skip
    more = sum(each.after == ListState.PUBLISHED for each in report.changes)
    lines.append(
        _("Since the year before: %(more)d newly published, %(less)d no longer published.")
        % {"more": more, "less": sum(each.before == ListState.PUBLISHED for each in report.changes)}
    )
    if Told.PUBLISHED in found:
        one = found[Told.PUBLISHED]
        lines.append(
            _("Of %(of)d sampled enterprises %(count)d published anything (%(share)s).")
            % {"of": one.of, "count": one.count, "share": percent(one.share)}
        )
    return lines


def caveats(report: Report) -> list[str]:
    """What a reader has to know of the figures."""
    lines = [
        _("Units are the 31 provinces under the law and the Xinjiang Corps. All of them were looked at, so "
          "their shares have no interval. A list that was published in part counts as published."),
        _("Intervals by the method of Wilson, for 95 in 100 samples, as if the enterprises had been drawn at random "
          "from all; each unit has the same number of places, whatever the number of its enterprises."),
        _("The score is our own measure, by the rulebook: the sources give no weights."),
    ]  # fmt: skip
    if report.is_printed:
        lines.append(
            _("The figures on enterprises are those of %(source)s, whose enterprises were chosen, not drawn; those "
              "that cannot be judged are what is left of the printed counts.") % {"source": SOURCE}
        )  # fmt: skip
    if report.results and not report.results.is_whole:
        lines.append(
            _("%(coded)d of %(sampled)d sampled enterprises are coded so far.")
            % {"coded": report.results.coded, "sampled": len(report.results.sample)}
        )
    return lines


def agreement_facts(report: Report) -> list[tuple[str, str]]:
    """How far two surveyors agree; nothing where nothing was coded twice."""
    found = report.results.agreement if report.results else None
    if found is None or found.observed is None:
        return []
    kappa = _("not defined: everything is of one class") if found.kappa is None else f"{found.kappa:.2f}"
    return [
        (_("Coded by two"), str(found.count)),
        (_("Coded alike"), f"{found.same} ({percent(found.observed)})"),
        (_("Cohen’s kappa"), kappa),
    ]


def _draft(report: Report, language: Language, on: date) -> Draft:
    text = report.text.zh if language == "zh" else report.text.en
    rule = score_rule(on=on)
    scores = score_units(report.matrix, rule)
    values: dict[str, Sequence[str] | Rows] = {
        "summary": sentences(report),
        "findings": [
            (str(each.told.label), str(each.proportion.count), str(each.proportion.of),
             percent(each.proportion.share), interval(each))
            for each in report.findings
        ],
        "agreement": agreement_facts(report),
        "rosters": _bars(report, ListKind.ROSTER),
        "results": _bars(report, ListKind.RESULTS),
        "types": [
            (str(each.year), str(each.labelled), str(each.not_labelled),
             str(each.labelled + each.not_labelled + each.no_roster + each.not_told))
            for each in report.matrix.types
        ],
        "kinds": [
            (str(year), *(str(counts[each]) for each in KINDS))
            for year, counts in count_kinds(report.matrix.grounds).items()
        ],
        "map": map_rows(scores, is_chinese=language == "zh") if rule else [],
        "score": [(each.title, each.each, each.reason) for each in shown_rule(rule)],
        "changes": [
            (unit_name(each.cell.unit), str(each.cell.list.label), str(each.before.label), str(each.after.label))
            for each in report.changes
        ],
        "key": [_key(report)],
        "matrix": [(*_unit(report, each.code), _percent(scores.get(each.code))) for each in units()],
        "prefectures": [
            (each.name, str(each.list.label), each.said) for each in prefecture_lines(report.prefectures)
        ],
        **_rules(language, on),
        "recommendations": [each for each in text.split("\n") if each.strip()],
        "notes": caveats(report),
    }  # fmt: skip
    return draft(
        KIND,
        language=language,
        title=_("Report on %(year)s") % {"year": report.year},
        subtitle=_("Years %(first)s-%(last)s, as of %(day)s")
        % {"first": report.years[0], "last": report.year, "day": written_day(on)},
        issuer=issuer(),
        issued_on=on,
        values=values,
    )


def _key(report: Report) -> str:
    years = " ".join(map(str, report.years))
    signs = _("√ published, △ in part, × not published, ↓ left to prefectures or divisions, · not known")
    grounds = _("Grounds: 1 over limits, 2 energy-intensive, 3 toxic; – not named.")
    return _("One sign for each year, from left to right: %(years)s. %(signs)s. %(grounds)s") % {
        "years": years,
        "signs": signs,
        "grounds": grounds,
    }


def _unit(report: Report, unit: str) -> tuple[str, str, str, str]:
    matrix = report.matrix
    states = [
        "  ".join(_sign(matrix.states.get(Cell(unit, year, kind))) for year in report.years)
        for kind in (ListKind.ROSTER, ListKind.RESULTS)
    ]
    told = [matrix.grounds.get((unit, year), Grounds.NOT_TOLD) for year in report.years]
    grounds = "  ".join(_grounds(each) for each in told)
    return unit_name(unit), states[0], states[1], grounds


def _percent(score: Score | None) -> str:
    return "—" if score is None or score.percent is None else f"{score.percent}%"


def _sign(state: ListState | None) -> str:
    return "·" if state is None else SIGNS[state]


def _grounds(told: Grounds) -> str:
    if told == Grounds.NOT_LABELLED:
        return "–"
    return "·" if told in UNLABELLED else str(told.value)


def _bars(report: Report, kind: ListKind) -> Rows:
    return [
        (str(each.year), str(each.published), str(each.left), str(each.units))
        for each in report.counts
        if each.list == kind
    ]


def _rules(language: Language, on: date) -> dict[str, Rows]:
    """The time line and the method, in the order of the rulebook; nothing before a release is in force."""
    try:
        line, steps = laws(on=on), method_steps(on=on)
    except NoReleaseInForce:
        return {"laws": [], "method": []}
    colon = pgettext("before a value", ": ")
    is_zh = language == "zh"
    told = [(each, each.zh if is_zh else each.en, each.text_zh if is_zh else each.text_en) for each in line.laws]
    return {
        "laws": [
            (str(each.year), f"{title}{colon}{text}" if text else title, each.clause) for each, title, text in told
        ],
        "method": [(each.zh if is_zh else each.en, (each.text_zh if is_zh else each.text_en) or "—") for each in steps],
    }
