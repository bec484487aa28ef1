"""What each of the 18 record types is and needs, as one table (REC-1; BMD pp. 1, last).

A row of a file is taken in only with what its type needs; the record page and the data dictionary read the same table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qingce.domain.records.enums.choices import RecordType

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Detail:
    """A field that only some types have; its value is text, or one of `choices`, or years.

    Args: is_years: a year, or the first and last of several: 2021, 2021-2022.
    """

    name: str
    label: StrOrPromise
    choices: tuple[tuple[str, StrOrPromise], ...] = ()
    is_years: bool = False


@dataclass(frozen=True)
class TypeSpec:
    """One record type: what it means, what it must bring, and the fields of its own.

    `needs` names columns of which at least one must be there, group by group.
    """

    type: RecordType
    meaning: StrOrPromise
    needs: tuple[tuple[str, ...], ...] = ()
    details: tuple[Detail, ...] = ()
    states_violation: bool = False


COLOURS = (
    ("green", _("Green")),
    ("blue", _("Blue")),
    ("yellow", _("Yellow")),
    ("red", _("Red")),
    ("black", _("Black")),
)
GROUNDS = (
    ("over-limits", _("Over limits")),
    ("energy", _("Energy-intensive")),
    ("toxic", _("Toxic")),
)
LISTS = (("roster", _("Audit roster")), ("results", _("Acceptance results")))
OBLIGATIONS = (
    ("mandatory", _("Mandatory")),
    ("voluntary", _("Voluntary")),
    ("not-classified", _("Not classified")),
)
LEVELS = (("major", _("Major")), ("considerable", _("Considerable")), ("general", _("General")))

MEDIA = Detail("media", _("Environmental media"))
LIST_NAME = Detail("list_name", _("Name of the list"))
LIST_YEAR = Detail("list_year", _("Year of the list"))
PERIOD = Detail("period", _("Period"))
LEVEL = Detail("level", _("Level"), LEVELS)
PROJECT_NO = Detail("project_no", _("Project registration number"))

SPECS = (
    TypeSpec(
        RecordType.SUPERVISION,
        _("A decision or public criticism of an environmental authority: penalty, no penalty, published case."),
        needs=(("description", "violations", "measure"),),
        states_violation=True,
    ),
    TypeSpec(
        RecordType.RECTIFICATION,
        _("An order to put something right by a date."),
        needs=(("description", "violations"),),
        details=(Detail("deadline", _("To be put right by")),),
        states_violation=True,
    ),
    TypeSpec(
        RecordType.CREDIT_RATING,
        _("The yearly rating of an enterprise's environmental credit, from green to black."),
        needs=(("colour",),),
        details=(Detail("colour", _("Colour"), COLOURS), LIST_YEAR),
    ),
    TypeSpec(
        RecordType.AUTOMATED_MONITORING,
        _("Exceedances found in the readings of automated monitoring equipment."),
        needs=(("measurements", "description"),),
        details=(PERIOD,),
        states_violation=True,
    ),
    TypeSpec(
        RecordType.FEEDBACK,
        _("What an enterprise says of its own records and of what it put right."),
        needs=(("description",),),
    ),
    TypeSpec(
        RecordType.EMISSIONS,
        _("Amounts that an enterprise releases or transfers in a year."),
        needs=(("measurements", "quantities"),),
        details=(LIST_YEAR,),
    ),
    TypeSpec(
        RecordType.KEY_ENTITY,
        _("Being on an authority's list of entities under key monitoring; no violation in itself."),
        needs=(("media", "list_name"),),
        details=(MEDIA, LIST_NAME, LIST_YEAR, Detail("monitored_as", _("Name on the list"))),
    ),
    TypeSpec(
        RecordType.PERFORMANCE,
        _("The authority's grading of an enterprise's performance, on which restrictions are based."),
        needs=(("grade",),),
        details=(Detail("grade", _("Grade")), LIST_YEAR),
    ),
    TypeSpec(
        RecordType.EXEMPLARY,
        _("Being on an authority's list of enterprises that set an example."),
        needs=(("list_name",),),
        details=(LIST_NAME, LIST_YEAR),
    ),
    TypeSpec(
        RecordType.EXEMPTED,
        _("Being exempted from restrictions of production on heavily polluted days."),
        needs=(("list_name", "period"),),
        details=(LIST_NAME, PERIOD),
    ),
    TypeSpec(
        RecordType.CLEANER_PRODUCTION,
        _("Being on a roster of cleaner production audits, its acceptance, and what the enterprise published for it."),
        needs=(("grounds", "obligation", "result"),),
        details=(
            Detail("listed", _("Which list"), LISTS),
            Detail("years", _("Years of the list"), is_years=True),
            Detail("obligation", _("Obligation"), OBLIGATIONS),
            Detail("grounds", _("Mandatory ground"), GROUNDS),
            Detail("department", _("Department in charge")),
            Detail("batch", _("Batch of the list")),
            Detail("published", _("Published by the enterprise")),
            Detail("not_published", _("Not published by the enterprise")),
            Detail("result", _("Evaluation and acceptance"), (("pass", _("Passed")), ("fail", _("Failed")))),
            Detail("note", _("Note on the list")),
        ),
    ),
    TypeSpec(
        RecordType.ACCIDENT_RISK,
        _("The level of environmental accident risk an authority assigned."),
        needs=(("level",),),
        details=(LEVEL, LIST_YEAR),
    ),
    TypeSpec(
        RecordType.MONITORING,
        _("Measured values that an authority or the enterprise published, whether within limits or not."),
        needs=(("measurements",),),
        details=(Detail("outlet", _("Outlet")), Detail("sampled_at", _("Sampled at")), PERIOD),
    ),
    TypeSpec(
        RecordType.SUSPENSION,
        _("An order to suspend or restrict production."),
        needs=(("description", "kind"),),
        details=(
            Detail("kind", _("Kind"), (("suspension", _("Suspension")), ("restriction", _("Restriction")))),
            PERIOD,
        ),
        states_violation=True,
    ),
    TypeSpec(
        RecordType.ACCIDENT,
        _("A fire, explosion, spill or other event with consequences for the environment."),
        needs=(("description",),),
        details=(Detail("occurred_on", _("Date of the accident")), LEVEL),
        states_violation=True,
    ),
    TypeSpec(
        RecordType.SAFETY,
        _("A decision of an authority for work safety."),
        needs=(("description", "measure"),),
        states_violation=True,
    ),
    TypeSpec(
        RecordType.EIA,
        _("A step of a construction project's environmental impact assessment or acceptance."),
        needs=(("stage",),),
        details=(
            Detail(
                "stage",
                _("Stage"),
                (
                    ("draft", _("Draft report")),
                    ("approval", _("Approval")),
                    ("follow-up", _("Follow-up")),
                    ("acceptance", _("Acceptance")),
                ),
            ),
            PROJECT_NO,
            Detail("approved_on", _("Approved on")),
            Detail("started_on", _("Construction began")),
            Detail("trial_on", _("Trial operation began")),
        ),
    ),
    TypeSpec(
        RecordType.INSPECTION,
        _("The report of an inspection on site."),
        needs=(("description",),),
    ),
)
BY_TYPE = {spec.type.value: spec for spec in SPECS}
