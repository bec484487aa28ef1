"""What can be wrong with an on-site audit."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError
from qingce.pure.workflow.errors import StepNotOpen


class AuditNotFound(NotFound):
    """There is no such audit, or none that may be seen."""

    code = "audit-not-found"


class AuditElsewhere(StepNotOpen):
    """The step is not open in the state that the audit is in."""

    code = "audit-elsewhere"


class AuditChanged(QingceError):
    """Somebody else did something in the audit since the page was opened."""

    code = "audit-changed"


class NotYourAudit(NotAllowed):
    """Somebody acts for a party that they do not belong to, or for two at once."""

    code = "audit-party"


class DutyOfAnother(NotAllowed):
    """A duty is done by who owes it, or by an act of its own."""

    code = "audit-duty"


class AuditIncomplete(InvalidValue):
    """What a step needs is not there yet."""

    code = "audit-incomplete"


class AuditTextWrong(InvalidValue):
    """A text is missing or too long."""

    code = "audit-text"


class AuditReportChanged(QingceError):
    """Somebody saved the report since it was opened."""

    code = "audit-report-changed"


class RemedyUnfit(InvalidValue):
    """A document does not belong to what was put right."""

    code = "audit-remedy-unfit"


class AuditOpenAlready(InvalidValue):
    """A case has one audit at a time, and only where it needs one."""

    code = "audit-open"


class QuoteWrong(InvalidValue):
    """An agency cannot be asked, quoted for or chosen."""

    code = "audit-quote"


class AuditPaperUnfit(InvalidValue):
    """A document cannot be handed in for a line of annex 2."""

    code = "audit-paper"


class DeclarationUnfit(InvalidValue):
    """A file is not the declaration that was issued, whole, unchanged and signed."""

    code = "audit-declaration"


class NotYourSignature(InvalidValue):
    """A declaration is signed by the wrong person, or under another name."""

    code = "audit-signature"


class NotTheObserver(NotAllowed):
    """What takes having been there is done by a person who is named as observer."""

    code = "audit-observer"
