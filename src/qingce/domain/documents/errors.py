"""What can be wrong with a document."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError


class DocumentNotFound(NotFound):
    """No document has this number, or whoever asks may not see it."""

    code = "document-not-found"


class DocumentTypeUnknown(InvalidValue):
    """The rulebook knows no such type of paper."""

    code = "document-type"


class DocumentFileMissing(InvalidValue):
    """A document without a file is none."""

    code = "document-without-file"


class TooManyDocumentFiles(InvalidValue):
    """More files came than one version takes."""

    code = "document-files"


class DocumentTextTooLong(InvalidValue):
    """The text has more characters than the field takes."""

    code = "document-text-too-long"


class DocumentDatesCrossed(InvalidValue):
    """Its days contradict one another."""

    code = "document-dates"


class DocumentReasonMissing(InvalidValue):
    """This needs a reason."""

    code = "document-reason-missing"


class DocumentWithdrawn(QingceError):
    """The document was withdrawn; nothing more is done with it."""

    code = "document-withdrawn"


class DocumentChanged(QingceError):
    """Somebody replaced it meanwhile."""

    code = "document-changed"


class SameAudience(InvalidValue):
    """The document has this audience already."""

    code = "document-audience"


class EnterpriseNotHeld(NotAllowed):
    """Nobody but the organisation that speaks for an enterprise keeps its documents."""

    code = "document-enterprise-not-held"
