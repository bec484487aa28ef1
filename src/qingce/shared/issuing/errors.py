"""What can be wrong with a document that is to be issued, or looked for."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError


class DocumentValuesWrong(InvalidValue):
    """The values given are not those that the template has fields for."""

    code = "document-values-wrong"


class TemplateBroken(QingceError):
    """A template cannot be read or set."""

    code = "template-broken"


class FontsMissing(QingceError):
    """The fonts that documents are set in are not there."""

    code = "fonts-missing"


class IssuedDocumentNotFound(NotFound):
    """No document with this code was issued."""

    code = "issued-document-not-found"


class DocumentCodeWrong(InvalidValue):
    """This cannot be a code of a document: a character is wrong or missing."""

    code = "document-code-wrong"


class DocumentForgotten(NotFound):
    """The document was issued, but what it says is no longer public."""

    code = "document-forgotten"


class NothingToCompare(InvalidValue):
    """No page was handed in, or no code was found on those that were."""

    code = "nothing-to-compare"


class DocumentNotPublic(NotAllowed):
    """What the document says is not for everybody."""

    code = "document-not-public"
