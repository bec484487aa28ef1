"""What can be wrong with an accreditation."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError
from qingce.pure.workflow.errors import StepNotOpen


class AccreditationNotFound(NotFound):
    """There is no such accreditation, or none that may be seen."""

    code = "accreditation-not-found"


class AccreditationElsewhere(StepNotOpen):
    """The step is not open in the state that the accreditation is in."""

    code = "accreditation-elsewhere"


class AccreditationChanged(QingceError):
    """Somebody took a step of it since the page was opened."""

    code = "accreditation-changed"


class AccreditationIncomplete(InvalidValue):
    """What a step needs is not there yet."""

    code = "accreditation-incomplete"


class AccreditationTextWrong(InvalidValue):
    """A text, a day or a choice is missing or cannot be right."""

    code = "accreditation-text"


class NoAuditAgency(InvalidValue):
    """Only an agency that was let in can be accredited, once at a time."""

    code = "accreditation-agency"


class NotYourAccreditation(NotAllowed):
    """Who checked does not decide, and nobody decides on their own organisation."""

    code = "accreditation-same-person"


class TooManyOfAgency(InvalidValue):
    """An agency has no more of these."""

    code = "accreditation-too-many"


class AgencyNotAccredited(InvalidValue):
    """An agency may not audit on a day."""

    code = "agency-not-accredited"


class AuditorUnfit(InvalidValue):
    """Somebody may not be of an audit's team."""

    code = "auditor-unfit"
