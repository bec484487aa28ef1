"""What can be wrong with a disclosure."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError
from qingce.pure.workflow.errors import StepNotOpen


class EnterpriseNotSpokenFor(NotAllowed):
    """Nobody but the organisation that speaks for an enterprise explains its records."""

    code = "disclosure-enterprise"


class CommitmentChanged(QingceError):
    """The text that was answered is not the one that holds now."""

    code = "commitment-changed"


class CommitmentMissing(QingceError):
    """The commitment that comes first was not accepted, or was declined."""

    code = "commitment-missing"


class PanelUnknown(NotFound):
    """Records of this type have no panel: the rules do not say how they are explained."""

    code = "disclosure-panel"


class NotExplainable(NotFound):
    """The record is not, or no longer, one of the enterprise's on the public list."""

    code = "explanation-record"


class TextsChanged(QingceError):
    """Somebody else, or another open page, saved other texts meanwhile."""

    code = "explanation-changed"


class TextTooLong(InvalidValue):
    """A text has more characters than it may."""

    code = "explanation-too-long"


class RecordInReview(QingceError):
    """The explanation of the record was sent; to change it, it has to be taken back first."""

    code = "explanation-sent"


class DisclosureNotFound(NotFound):
    """No disclosure has this number, or whoever asks may not see it."""

    code = "disclosure-not-found"


class DisclosureElsewhere(StepNotOpen):
    """The disclosure is not in a state in which this can be done."""

    code = "disclosure-state"


class DisclosureOpen(QingceError):
    """Explanations of this panel were sent already and are not settled."""

    code = "disclosure-open"


class NothingToSend(QingceError):
    """There is nothing new to send."""

    code = "disclosure-nothing"


class TextsUnfit(InvalidValue):
    """A check found what must not be sent."""

    code = "disclosure-texts"


class FindingsUnseen(InvalidValue):
    """There are hints that nobody said to have looked at."""

    code = "disclosure-findings"


class HolderUnsettled(QingceError):
    """Several organisations speak for the enterprise; the staff have to settle which it is."""

    code = "disclosure-holder"


class PaperMissing(InvalidValue):
    """No sealed or signed document came back."""

    code = "disclosure-paper-missing"


class PaperOfAnother(InvalidValue):
    """The file belongs to another document: of another enterprise, or of an older text."""

    code = "disclosure-paper-other"


class TooManyPapers(InvalidValue):
    """More files came than one disclosure takes."""

    code = "disclosure-papers"


class RecordsGone(QingceError):
    """A record that it explains was withdrawn meanwhile, or is another enterprise's."""

    code = "disclosure-records-gone"


class ChecksMissing(InvalidValue):
    """Something on the list of the formal check is not confirmed."""

    code = "disclosure-checks"


class DisclosureReasonMissing(InvalidValue):
    """This needs words: what has to be changed, or why it is withdrawn."""

    code = "disclosure-reason"


class OwnDisclosure(NotAllowed):
    """Whoever belongs to the enterprise's organisation does not check what it disclosed."""

    code = "disclosure-own"


class SlotUnknown(InvalidValue):
    """There is no such slot for supporting documents, or it does not take papers of this type."""

    code = "disclosure-slot"


class SupportNotFound(NotFound):
    """No such document stands on the enterprise's shelf, or in the disclosure."""

    code = "disclosure-support-not-found"


class TooManySupports(InvalidValue):
    """More documents were attached than one disclosure takes."""

    code = "disclosure-supports"


class SupportWithdrawn(InvalidValue):
    """The document was withdrawn from the shelf."""

    code = "disclosure-support-withdrawn"


class SupportExpired(InvalidValue):
    """The document no longer holds."""

    code = "disclosure-support-expired"


class SupportClosed(InvalidValue):
    """The document is confidential or closed, so it is never published."""

    code = "disclosure-support-closed"


class SupportFormat(InvalidValue):
    """The document has a file that is no PDF."""

    code = "disclosure-support-format"


class SupportForeign(InvalidValue):
    """The document turned out to be another enterprise's."""

    code = "disclosure-support-foreign"


class SupportGone(InvalidValue):
    """A document cannot be published any more; the disclosure has to go back."""

    code = "disclosure-support-gone"


class PromiseNotFound(NotFound):
    """No promised record has this number, or whoever asks does not look after it."""

    code = "promise-not-found"


class PromiseNotRunning(QingceError):
    """The term was met, or does not count any more."""

    code = "promise-not-running"


class ToldDayWrong(InvalidValue):
    """The enterprise cannot have been told on this day, or nothing says how that is known."""

    code = "promise-told"


class MonitoringNoteNotFound(NotFound):
    """No explanation of monitoring data has this number, or whoever asks may not see it."""

    code = "monitoring-note-not-found"


class MonitoringNoteSent(QingceError):
    """The explanation was sent once: it can be changed and sent anew, not dropped."""

    code = "monitoring-note-sent"


class TooManyMonitoringNotes(QingceError):
    """An enterprise keeps no more explanations of monitoring data."""

    code = "monitoring-notes"


class BrandUnknown(InvalidValue):
    """No brand that was let in has this number."""

    code = "brand-unknown"


class LiaisonUnfit(InvalidValue):
    """Whoever is named does not have the role."""

    code = "liaison-unfit"


class StakeholderUnknown(NotFound):
    """The enterprise does not name a brand whose liaison one is."""

    code = "stakeholder-unknown"


class FilingNotFound(NotFound):
    """No filing has this number, or whoever asks may not see it."""

    code = "filing-not-found"


class FilingDecided(StepNotOpen):
    """The filing was confirmed, refused or taken back already."""

    code = "filing-decided"


class FilingWrong(InvalidValue):
    """What is said of the mail cannot be right, or is missing."""

    code = "filing-wrong"
