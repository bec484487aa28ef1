"""What can be wrong with a case."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError
from qingce.pure.workflow.errors import StepNotOpen


class CaseNotFound(NotFound):
    """There is no such case, or none that may be seen."""

    code = "case-not-found"


class CaseElsewhere(StepNotOpen):
    """The step is not open in the state that the case is in."""

    code = "case-elsewhere"


class CaseChanged(QingceError):
    """Somebody else took a step of the case since the page was opened."""

    code = "case-changed"


class RecordNotRemovable(InvalidValue):
    """A record cannot be applied for: it is another's, not listed, of a type without removal, or in another case."""

    code = "case-record"


class TooManyOfCase(InvalidValue):
    """A case takes no more of these."""

    code = "case-too-many"


class CaseIncomplete(InvalidValue):
    """What a step needs is not there yet."""

    code = "case-incomplete"


class CaseTextWrong(InvalidValue):
    """A text is missing or too long."""

    code = "case-text"


class ExplanationOwed(QingceError):
    """A record was restored for concealment or forgery: that is explained in public before anybody applies again."""

    code = "case-explanation-owed"


class PaperUnfit(InvalidValue):
    """A document cannot be handed in for a line."""

    code = "case-paper"


class NotYourCase(NotAllowed):
    """The one who reviewed does not approve, and nobody decides on their own organisation's case."""

    code = "case-same-person"


class NotYourDesk(NotAllowed):
    """Whether a reviewer is away is said by the reviewer, or by who decides on removals there."""

    code = "case-not-your-desk"


class AbsenceWrong(InvalidValue):
    """An absence cannot be entered, or ended, like this."""

    code = "case-absence"


class DeclarationMissing(InvalidValue):
    """A declaration that belongs to the step was not accepted, or another text holds by now."""

    code = "case-declaration"


class ResultNotOpen(InvalidValue):
    """What the report says does not follow from what was found."""

    code = "case-result"
