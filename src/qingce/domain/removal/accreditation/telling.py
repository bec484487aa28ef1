"""Letters about an accreditation to those of the agency who write, and notices of what is public."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_lazy, override
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.accreditation.enums import AccreditationAct
from qingce.domain.removal.models import Accreditation
from qingce.shared.ledger.actions import THE_PLATFORM
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.notices.actions import publish_notice
from qingce.shared.notices.enums import About, NoticeText
from qingce.shared.notices.registry import NoticeKind
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.queries import members_of

LETTER = MailKind(
    "accreditation-step", ("agency", "number", "act", "until", "note"), (), _("A step of an accreditation"), ("act",)
)
NOTICE = NoticeKind(
    "audit-agencies",
    gettext_lazy("Audit agencies: accreditation"),
    gettext_lazy("Agencies accredited, suspended, and no longer accredited"),
)
TITLES = {
    AccreditationAct.GRANT: gettext_lazy("Audit agency accredited: %(name)s"),
    AccreditationAct.SUSPEND: gettext_lazy("Accreditation suspended: %(name)s"),
    AccreditationAct.LIFT: gettext_lazy("Suspension lifted: %(name)s"),
    AccreditationAct.WITHDRAW: gettext_lazy("Accreditation withdrawn: %(name)s"),
    AccreditationAct.GIVE_UP: gettext_lazy("Accreditation given up: %(name)s"),
    AccreditationAct.EXPIRE: gettext_lazy("Term of accreditation over: %(name)s"),
}
_OWN = frozenset({AccreditationAct.DISCARD, AccreditationAct.CHECK, AccreditationAct.SEND_BACK})  # not told by letter


def tell(row: Accreditation, act: AccreditationAct, note: str, *, at: datetime) -> None:
    """Writes to the agency of a step, in its transaction."""
    if act in _OWN:
        return
    until = row.valid_until if act == AccreditationAct.GRANT else row.due_on
    said: dict[str, str | int] = {
        "agency": row.organisation.name,
        "number": row.organisation_id,
        "act": act.value,
        "until": until.isoformat() if until else "—",
        "note": note or "—",
    }
    for each in members_of(row.organisation_id, least=MemberRole.EDITOR):
        send_mail(LETTER.name, to=each.email, language=each.language, params=said, at=at)


def announce(row: Accreditation, act: AccreditationAct, *, at: datetime) -> None:
    """Publishes a step as a notice, in its transaction; steps without a title are not told."""
    if act not in TITLES:
        return
    said = {}
    for code, language in (("zh-hans", "zh"), ("en", "en")):
        with override(code):
            said[language] = str(TITLES[act]) % {"name": row.organisation.name}
    with override("zh-hans"):
        named = gettext("Audit agency %(name)s") % {"name": row.organisation.name}
    text = NoticeText(
        kind=NOTICE.name,
        key=f"accreditation/{row.pk}/{act.value}/{row.version}/{localdate(at)}",
        title_zh=said["zh"],
        title_en=said["en"],
        area=row.organisation.area,
        about=(About("accreditation", row.pk, named),),
    )
    publish_notice(text, by=THE_PLATFORM, at=at)
