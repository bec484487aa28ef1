"""The supporting documents of disclosures, each as the version that was handed in says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from qingce.domain.disclosure.enums import TAKES_PAPERS, DisclosureState
from qingce.domain.disclosure.errors import SupportClosed, SupportExpired, SupportFormat, SupportWithdrawn
from qingce.domain.disclosure.models import Support
from qingce.domain.documents.enums import Audience, Standing
from qingce.domain.documents.queries import DocumentRow, published, versions_of
from qingce.domain.documents.registry import Use
from qingce.pure.kernel.errors import InvalidValue
from qingce.shared.files.enums import FileType, KeptFile

NAME = "disclosure"
NEVER_PUBLISHED = (Audience.CONFIDENTIAL, Audience.CLOSED)


@dataclass(frozen=True)
class SupportRow:
    """A document in a slot. Args: version: that was handed in, or would be now. The document's own is its newest."""

    id: int
    disclosure_id: int
    slot: str
    document: DocumentRow
    version: int
    added_at: datetime

    @property
    def is_replaced(self) -> bool:
        """Whether the shelf has a newer version of it."""
        return self.version < self.document.version

    @property
    def is_withheld(self) -> bool:
        """Whether it may not be published, or no longer."""
        return self.document.withdrawn_at is not None or self.document.audience in NEVER_PUBLISHED

    def file(self, number: int) -> KeptFile | None:
        """One of its files."""
        return next((each for each in self.document.files if each.id == number), None)


def supports_of(disclosures: Collection[int]) -> dict[int, tuple[SupportRow, ...]]:
    """The documents of disclosures, in the order in which they were attached; a fixed number of queries."""
    rows = list(Support.objects.filter(disclosure__in=disclosures).select_related("disclosure").order_by("pk"))
    asked = {row.pk: (row.document_id, None if row.disclosure.state in TAKES_PAPERS else row.version) for row in rows}
    told = versions_of(asked.values()) if rows else {}
    found: dict[int, tuple[SupportRow, ...]] = {}
    for row in rows:
        document = told[asked[row.pk]]
        version = asked[row.pk][1] or document.version
        shown = SupportRow(row.pk, row.disclosure_id, row.slot, document, version, row.added_at)
        found[row.disclosure_id] = (*found.get(row.disclosure_id, ()), shown)
    return found


def as_public(row: SupportRow) -> SupportRow:
    """What everybody gets of a supporting document; of one that is public no more only that it was there."""
    if row.is_withheld:
        return replace(row, document=replace(row.document, title="", issuer="", number="", files=()))
    return replace(row, document=published(row.document))


def obstacle_of(document: DocumentRow, *, on: date) -> InvalidValue | None:
    """What keeps a document from being handed in on a day, and what to do about it; None: nothing."""
    title = document.title
    if document.withdrawn_at is not None:
        return SupportWithdrawn(
            f"“{title}” was withdrawn from the shelf: take it out here, and add another if it is needed.", title=title
        )
    if document.audience in NEVER_PUBLISHED:
        return SupportClosed(
            f"“{title}” is not for the public, so it is never published with a disclosure. If it may be: say on its "
            "page who may see it, take out of it first what is private, then attach it.",
            title=title,
        )
    if document.expires_on and document.standing(on) == Standing.EXPIRED:
        until = document.expires_on.isoformat()
        return SupportExpired(
            f"“{title}” expired on {until}: add its new version on its page, then attach it.", title=title, until=until
        )
    if any(each.type != FileType.PDF for each in document.files):
        return SupportFormat(
            f"“{title}” has a file that is no PDF. Supporting documents are published as PDF (BMD step 12): add a "
            "version as PDF on its page, then attach it.",
            title=title,
        )
    return None


def uses(ids: Collection[int]) -> Mapping[int, Sequence[Use]]:
    """The disclosures that use each of these documents, for the shelf; one query. What was taken back uses nothing."""
    rows = Support.objects.filter(document__in=ids).exclude(disclosure__state=DisclosureState.TAKEN_BACK)
    found: dict[int, list[Use]] = {}
    for document, number, state in rows.order_by("disclosure").values_list(
        "document", "disclosure", "disclosure__state"
    ):
        told = _("Disclosure %(number)s (%(state)s)") % {"number": number, "state": DisclosureState(state).label}
        found.setdefault(document, []).append(Use(NAME, number, told))
    return found
