"""Results of cases on the notice board, in the transaction of the decision; off-site has no period."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, gettext_lazy, override

from qingce.domain.removal.cases.enums import CaseAct
from qingce.domain.removal.models import Case
from qingce.shared.ledger.actions import THE_PLATFORM
from qingce.shared.notices.actions import publish_notice
from qingce.shared.notices.enums import About, NoticeText
from qingce.shared.notices.registry import NoticeKind

NOTICE = NoticeKind(
    "removal-results",
    gettext_lazy("Results of cases: removal of records"),
    gettext_lazy("Records removed, reviews not passed, records restored"),
)
TITLES = {
    CaseAct.PASS: gettext_lazy("Review passed, records removed: %(name)s, case %(case)d"),
    CaseAct.PASS_ON_SITE: gettext_lazy("On-site audit passed, records removed: %(name)s, case %(case)d"),
    CaseAct.FAIL: gettext_lazy("Review not passed: %(name)s, case %(case)d"),
    CaseAct.ESCALATE: gettext_lazy("On-site audit needed: %(name)s, case %(case)d"),
    CaseAct.RESTORE: gettext_lazy("Records restored: %(name)s, case %(case)d"),
}


def announce(case: Case, act: CaseAct, *, at: datetime) -> None:
    """Publishes a result as a notice."""
    enterprise = case.enterprise
    said = {}
    for code, language in (("zh-hans", "zh"), ("en", "en")):
        with override(code):
            said[language] = str(TITLES[act]) % {"name": enterprise.name, "case": case.pk}
    with override("zh-hans"):
        named = gettext("Case %(number)s") % {"number": case.pk}
    text = NoticeText(
        kind=NOTICE.name,
        key=f"case/{case.pk}/{act.value}/{case.version}",
        title_zh=said["zh"],
        title_en=said["en"],
        area=enterprise.division,
        about=(
            About("case", case.pk, named),
            About("enterprise", enterprise.canonical_id or enterprise.pk, enterprise.name),
        ),
    )
    publish_notice(text, by=THE_PLATFORM, at=at)
