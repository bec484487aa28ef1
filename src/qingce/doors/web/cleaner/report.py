"""The yearly report on a page; each figure leads to its rows, each table can be downloaded, the whole is issued."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from qingce.domain.cleaner_production.enums import ListKind
from qingce.domain.cleaner_production.queries import (
    Report,
    count_kinds,
    laws,
    method_steps,
    read_report,
    score_rule,
    score_units,
)
from qingce.doors.web.cleaner.report_document import (
    agreement_facts,
    caveats,
    interval,
    percent,
    report_draft,
    sentences,
)
from qingce.doors.web.cleaner.scored import KINDS, kind_words, shown_rule
from qingce.doors.web.cleaner.shown import (
    ROWS,
    TILE,
    prefecture_lines,
    shown_counts,
    shown_tiles,
    shown_units,
    unit_name,
)
from qingce.doors.web.corrections.tokens import is_from_here
from qingce.doors.web.csv_files import Line, table_response
from qingce.doors.web.errors import forbidden
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.requirements import serves
from qingce.shared.issuing.actions import issue_document
from qingce.shared.rulebooks.errors import NoReleaseInForce

BAR = 44


@serves("CPA-5", "CPA-6")
@require_safe
def one_report(request: HttpRequest, year: int) -> HttpResponse:
    """A year's report."""
    report, rule = read_report(year), score_rule(on=timezone.localdate())
    try:
        line, steps = laws(on=timezone.localdate()), method_steps(on=timezone.localdate())
    except NoReleaseInForce:
        line, steps = None, []
    scores = score_units(report.matrix, rule)
    context = {
        "report": report,
        "sentences": sentences(report),
        "findings": [
            (each, percent(each.proportion.share), interval(each), _rows_of(report, is_sample=each.is_sample))
            for each in report.findings
        ],
        "agreement": agreement_facts(report),
        "counts": [(kind, shown_counts(report.counts, kind), BAR * len(report.years)) for kind in ListKind],
        "changes": [(unit_name(each.cell.unit), each) for each in report.changes],
        "units": shown_units(report.matrix, scores),
        "tiles": shown_tiles(scores, is_chinese=is_chinese()),
        "map_height": (TILE + 3) * ROWS,
        "rule": rule,
        "parts": shown_rule(rule),
        "kind_words": kind_words(),
        "kinds": [
            (year, reverse("web:cleaner-year", args=[year]), [(str(each.label), counts[each]) for each in KINDS])
            for year, counts in count_kinds(report.matrix.grounds).items()
        ],
        "prefectures": prefecture_lines(report.prefectures),
        "line": line,
        "steps": steps,
        "recommendations": report.text.zh if is_chinese() else report.text.en,
        "notes": caveats(report),
    }
    title = _("Cleaner production: report on %(year)s") % {"year": year}
    crumbs = (home_crumb(), Crumb(_("Cleaner production"), reverse("web:cleaner")), Crumb(title))
    return show(request, Page(title=title, crumbs=crumbs), Shown("cleaner/report.html", context))


@serves("CPA-5")
@never_cache
@csrf_exempt  # acts with nobody's rights, and no cookie comes with a public page
@require_POST
def report_document(request: HttpRequest, year: int) -> HttpResponse:
    """Issues the report in the language of the page, and leads to its PDF and DOCX."""
    if not is_from_here(request):
        return forbidden(request)
    read_report(year)
    found = report_draft(year, "zh" if is_chinese() else "en", on=timezone.localdate())
    if found is None:
        return redirect("web:cleaner-report", year)
    return redirect("web:check-document", issue_document(found, subject=year, at=timezone.now()).code)


@serves("CPA-5")
@require_safe
def findings_csv(request: HttpRequest, year: int) -> HttpResponseBase:
    """The findings with denominators and intervals."""
    return table_response(request, f"qingce-cleaner-production-{year}-findings", _findings(read_report(year)))


@serves("CPA-5")
@require_safe
def changes_csv(request: HttpRequest, year: int) -> HttpResponseBase:
    """What changed since the year before."""
    return table_response(request, f"qingce-cleaner-production-{year}-changes", _changes(read_report(year)))


def _findings(report: Report) -> Iterator[Line]:
    yield [_("What"), _("Count"), _("Of"), _("Share"), _("From"), _("To")]
    for each in report.findings:
        found = each.proportion
        bounds = [f"{found.low:.4f}", f"{found.high:.4f}"] if each.is_sample else ["", ""]
        yield [str(each.told.label), str(found.count), str(found.of), f"{found.share:.4f}", *bounds]


def _changes(report: Report) -> Iterator[Line]:
    yield [_("Code"), _("Unit"), _("Year"), _("List"), _("Year before"), _("This year")]
    for each in report.changes:
        cell = each.cell
        yield [
            cell.unit, unit_name(cell.unit), str(cell.year), str(cell.list.label), str(each.before.label),
            str(each.after.label),
        ]  # fmt: skip


def _rows_of(report: Report, *, is_sample: bool) -> str:
    """Where the rows of a figure stand."""
    if not is_sample:
        return reverse("web:cleaner-year", args=[report.year])
    return (
        reverse("web:cleaner-one-survey", args=[report.survey.id]) if report.survey else reverse("web:cleaner-survey")
    )
