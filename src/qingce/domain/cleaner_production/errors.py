"""What can be wrong with what is entered in this room."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError


class FindingNotFound(NotFound):
    """There is no such finding."""

    code = "cleaner-finding-none"


class UnitUnknown(NotFound):
    """No province-level unit that owes these lists has the code."""

    code = "cleaner-unit"


class FindingWrong(InvalidValue):
    """A field of a finding cannot be what was given."""

    code = "cleaner-finding"


class FindingChanged(QingceError):
    """Somebody else, or another open page, corrected the cell meanwhile."""

    code = "cleaner-finding-changed"


class NothingNew(QingceError):
    """What was sent says what stands there already."""

    code = "cleaner-finding-same"


class SurveyThere(QingceError):
    """The survey was taken in before."""

    code = "cleaner-survey-there"


class RosterNotFound(NotFound):
    """There is no such roster."""

    code = "cleaner-roster-none"


class RosterWrong(InvalidValue):
    """Something said of a roster, or of its columns, cannot be what was given."""

    code = "cleaner-roster"


class SurveyNotFound(NotFound):
    """There is no such survey, or nobody of it that one is to look at."""

    code = "cleaner-survey-none"


class SurveyWrong(InvalidValue):
    """A field of a survey, or of what was done in it, cannot be what was given."""

    code = "cleaner-survey"


class SurveyStep(QingceError):
    """The survey is not as far, or farther than that."""

    code = "cleaner-survey-step"


class PublicationNotFound(NotFound):
    """There is no such publication, or it has no saved copy."""

    code = "cleaner-publication-none"


class PublicationWrong(InvalidValue):
    """Something said of a publication cannot be what was given."""

    code = "cleaner-publication"


class PublicationTakenBack(QingceError):
    """It was withdrawn before, by oneself or by somebody else."""

    code = "cleaner-publication-withdrawn"


class FileNotThere(NotFound):
    """There is no such file of publications, or not for whom it asks."""

    code = "cleaner-publication-file-none"


class FileTakenBack(QingceError):
    """Nothing that the file brought still counts: it was undone, or each row withdrawn."""

    code = "cleaner-publication-file-undone"


class AuditNotSpokenFor(NotAllowed):
    """Somebody else's enterprise was audited."""

    code = "cleaner-audit-not-yours"
