"""Which documents of the shelf cases use."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingce.domain.documents.registry import Use, UsedBy
from qingce.domain.removal.models import CasePaper

CASE = "case"


def uses_in_cases(ids: Collection[int]) -> Mapping[int, Sequence[Use]]:
    """The cases that each of these documents was handed in for; one query."""
    rows = CasePaper.objects.filter(document__in=ids).order_by("case_record__case").distinct()
    found: dict[int, list[Use]] = {}
    for document, case in rows.values_list("document", "case_record__case"):
        found.setdefault(document, []).append(Use(CASE, case, _("Case %(number)s") % {"number": case}))
    return found


USED_BY_CASES = UsedBy(CASE, gettext_lazy("Cases: removal of records"), uses_in_cases)
