"""Forms by which something published of an audit is written down: the same for staff and for the enterprise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from qingce.domain.cleaner_production.actions import PublicationText
from qingce.domain.cleaner_production.enums import PublicationKind
from qingce.domain.cleaner_production.errors import PublicationWrong
from qingce.domain.cleaner_production.queries import BOOK, AuditLine, kinds_of, writable_fields
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.shared.rulebooks.queries import book_at


@dataclass(frozen=True)
class WritableField:
    """A field of a form: its name, title, clause, what was typed, and what is wrong with it."""

    name: str
    title: str
    clause: str
    text: str
    fault: str


def kind_asked(request: HttpRequest, line: AuditLine, among: Iterable[PublicationKind]) -> PublicationKind | None:
    """The kind that the address or the form names, else the first that the audit asks for; None: it asks for none."""
    kinds = [each for each in kinds_of(line) if each in tuple(among)]
    asked = request.POST.get("kind") or request.GET.get("kind") or ""
    return next((each for each in kinds if each == asked), kinds[0] if kinds else None)


def written_fields(
    line: AuditLine, kind: PublicationKind, said: QueryDict, faults: Iterable[tuple[str, str]], *, on: date
) -> list[WritableField]:
    """The fields of a form with what was typed.

    Raises: NoReleaseInForce.
    """
    told = dict(faults)
    return [
        WritableField(
            each.id, each.zh if is_chinese() else each.en, each.clause, said.get(each.id, ""), told.get(each.id, "")
        )
        for each in writable_fields(kind, line, book_at(BOOK, on=on))
    ]


def texts_of(line: AuditLine, kind: PublicationKind, said: QueryDict, *, on: date) -> dict[str, str]:
    """What was typed into the fields of a kind."""
    return {each.name: each.text for each in written_fields(line, kind, said, (), on=on)}


def publication_text(line: AuditLine, kind: PublicationKind, said: QueryDict, *, on: date) -> PublicationText:
    """What staff say of a publication.

    Raises: PublicationWrong: the day is none.
    """
    return PublicationText(
        kind,
        _day(said.get("published_on", "")),
        texts_of(line, kind, said, on=on),
        is_all=said.get("is_all") == "yes",
        place=said.get("place", ""),
        link=said.get("link", ""),
    )


def copy_sent(request: HttpRequest) -> tuple[str, Iterable[bytes]] | None:
    """The saved copy that came with a form."""
    found = request.FILES.get("files")
    return (found.name or "", found.chunks()) if isinstance(found, UploadedFile) else None


def kind_links(line: AuditLine, among: Iterable[PublicationKind]) -> list[tuple[str, str]]:
    """The kinds between which a form chooses: value and words."""
    return [(each.value, str(each.label)) for each in kinds_of(line) if each in tuple(among)] or [("", _("nothing"))]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        told = "Give the day of publication; it cannot lie ahead."
        raise PublicationWrong(told, field="published_on", cause="day") from error
