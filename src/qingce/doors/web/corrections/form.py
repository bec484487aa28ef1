"""The form in which a record is said to be wrong: what was typed, and what is wrong with it, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from qingce.domain.records.actions import CORRECTABLE, problems_of
from qingce.domain.records.enums import EVIDENCE, FIELDS, RequestKind, RequestText
from qingce.domain.records.queries import answer_terms
from qingce.doors.web.corrections.tokens import FormToken
from qingce.doors.web.messages import sentence
from qingce.doors.web.upload_tickets import Ticket
from qingce.doors.web.uploads import Sent, UploadLimits
from qingce.shared.files.enums import KeptFile

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TRAP = "website"  # people do not see it; programs fill it in
ORDER = ("form", "kind", "field", "proposed", "statement", "files", "name", "email")
LABELS = {each.name: each.label for each in FIELDS}


@dataclass(frozen=True)
class CorrectionForm:
    """What the page shows of a form; `faults`: field → what is wrong with it."""

    said: RequestText
    token: FormToken
    files: Sequence[tuple[KeptFile, str]] = ()
    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def ticket(self) -> Ticket:
        """What lets files come piece by piece."""
        return limits().ticket(self.token.nonce)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Every fault with the field that its link leads to, in the order of the page."""
        return [(name, text) for name in ORDER for text in self.faults.get(name, ())]


def typed(data: QueryDict) -> RequestText:
    """What a person typed, as typed."""
    texts = {name: data.get(name, "") for name in ("kind", "field", "proposed", "statement", "name", "email")}
    return RequestText(**texts, is_enterprise=bool(data.get("is_enterprise")))


def faults_of(said: RequestText, data: QueryDict, token: FormToken, sent: Sent) -> dict[str, list[str]]:
    """What has to be put right before the form can be sent."""
    found: dict[str, list[str]] = {}
    if not token.is_fresh:
        found["form"] = [_("The page had been open for too long. Check what you wrote and send it again.")]
    if data.get(TRAP):
        found["form"] = [_("Your browser filled in a field that is not for people. It is empty again: send once more.")]
    for name, error in problems_of(said, files=sent.meant).items():
        found[name] = [sentence(error)]
    if sent.faults:
        found["files"] = [*found.get("files", ()), *sent.faults]
    return found


def choices() -> dict[str, list[tuple[str, StrOrPromise]]]:
    """What can be chosen: kinds, and the fields that can be corrected."""
    return {"kinds": list(RequestKind.choices), "fields": [(name, LABELS[name]) for name in CORRECTABLE]}


def limits() -> UploadLimits:
    """How many files of which size come with one sending."""
    terms = answer_terms()
    return UploadLimits(EVIDENCE, files_most=terms.files_most, file_mb=terms.file_mb)
