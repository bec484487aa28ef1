"""What was typed into the forms of surveys, as the room takes it; and how its pages are headed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from qingce.domain.cleaner_production.actions import ContactText, DesignText
from qingce.domain.cleaner_production.enums import COPY_MB, COPY_TYPES, EVIDENCE, ContactKind, Outcome
from qingce.domain.cleaner_production.errors import SurveyWrong
from qingce.doors.web.areas import area_named
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Page
from qingce.doors.web.uploads import Bounded, UploadLimits
from qingce.pure.kernel.errors import QingceError
from qingce.shared.files.errors import UploadTooLarge

WRONG = 422
LIMITS = UploadLimits(EVIDENCE, files_most=1, file_mb=COPY_MB, accepts=COPY_TYPES)
FIGURES = (
    "first_year", "last_year", "per_unit", "telephone_per_unit", "preferred_from", "preferred_until", "twice_percent",
)  # fmt: skip
Faults = list[tuple[str, str]]
Choice = TypeVar("Choice", bound=TextChoices)


def design_in(said: Mapping[str, str]) -> DesignText:
    """A design; a figure that is none is refused by the room.

    Raises: AreaUnclear; UnknownDivision.
    """
    figures = {name: _whole(said.get(name, "")) for name in FIGURES}
    return DesignText(name=said.get("name", ""), area=area_named(said.get("area", "")), **figures)


def contact_in(said: Mapping[str, str], kinds: tuple[ContactKind, ...]) -> ContactText:
    """What somebody did.

    Args: kinds: that the form offers.
    Raises: SurveyWrong.
    """
    kind = choice_in(ContactKind, said.get("kind", ""), "kind")
    if kind not in kinds:
        raise SurveyWrong("Choose one of the list.", field="kind", cause="choice")
    return ContactText(
        kind,
        choice_in(Outcome, said.get("outcome", ""), "outcome"),
        said.get("where", ""),
        day_in(said.get("happened_on", ""), "happened_on"),
        said.get("words", ""),
        said.get("link", ""),
        said.get("note", ""),
    )


def choice_in(kind: type[Choice], text: str, field: str) -> Choice:
    """One of a closed list.

    Raises: SurveyWrong.
    """
    try:
        return kind(text)
    except ValueError as error:
        raise SurveyWrong("Choose one of the list.", field=field, cause="choice") from error


def file_in(request: HttpRequest) -> tuple[str, Iterable[bytes]] | None:
    """The saved page that was sent; None: none was."""
    found: list[UploadedFile[bytes]] = request.FILES.getlist("files")
    return (found[0].name or "", found[0].chunks()) if found else None


def check_size(bounded: Bounded) -> None:
    """Holds that what was sent is no larger than what is taken.

    Raises: UploadTooLarge.
    """
    if bounded.too_large:
        raise UploadTooLarge(f"The file is larger than {COPY_MB} MB.", limit_mb=COPY_MB, field="files")


def day_in(text: str, field: str) -> date:
    """A day.

    Raises: SurveyWrong.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SurveyWrong("Give the day.", field=field, cause="day") from error


def fault_of(error: QingceError) -> tuple[str, str]:
    """The field that a fault is about, and what is told."""
    return str(error.params.get("field", "form")), sentence(error)


def survey_page(title: str, *between: Crumb) -> Page:
    """How pages of surveys are headed."""
    start = (
        Crumb(_("Office"), reverse("web:office")),
        Crumb(_("Cleaner production"), reverse("web:office-cleaner")),
        Crumb(_("Surveys"), reverse("web:office-surveys")),
    )
    return Page(title=title, crumbs=(*start, *between, Crumb(title)), is_indexed=False, section="office")


def _whole(text: str) -> int:
    found = number_in(text)
    return -1 if found is None else found
