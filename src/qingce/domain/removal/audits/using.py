"""Which documents of the shelf audits use."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingce.domain.documents.registry import Use, UsedBy
from qingce.domain.removal.models import AuditPaper

AUDIT = "audit"


def uses_in_audits(ids: Collection[int]) -> Mapping[int, Sequence[Use]]:
    """The audits that each of these documents was handed in for; one query."""
    rows = AuditPaper.objects.filter(document__in=ids).order_by("audit").values_list("document", "audit").distinct()
    found: dict[int, list[Use]] = {}
    for document, audit in rows:
        found.setdefault(document, []).append(Use(AUDIT, audit, _("On-site audit %(number)s") % {"number": audit}))
    return found


USED_BY_AUDITS = UsedBy(AUDIT, gettext_lazy("On-site audits"), uses_in_audits)
