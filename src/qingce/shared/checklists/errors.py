"""What can be wrong with a form and what is written into it."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError


class ChecklistNotFound(NotFound):
    """There is no such form, or none that may be seen, or not any more."""

    code = "checklist-not-found"


def no_form() -> ChecklistNotFound:
    """The error for a form that is not there, or not for who asks; it tells neither from the other."""
    return ChecklistNotFound(
        "There is no such form, or you may not see it (any more). What stands on your device stays there; it can be "
        "saved as a file."
    )


class ChecklistNotYours(NotAllowed):
    """Who writes does not fill in this form, or does not any more."""

    code = "checklist-not-yours"


class ChecklistClosed(QingceError):
    """The form is closed: it takes no more."""

    code = "checklist-closed"


class ChecklistItemUnknown(InvalidValue):
    """The form has no such item."""

    code = "checklist-item"


class ChecklistAnswerWrong(InvalidValue):
    """An answer cannot be meant so: a field is missing, too long, or none that the form knows."""

    code = "checklist-answer"


class ChecklistEvidenceWrong(InvalidValue):
    """A piece of evidence cannot be taken so."""

    code = "checklist-evidence"


class ChecklistEditReused(InvalidValue):
    """The identifier of an edit stands for another one already."""

    code = "checklist-edit-reused"


class ChecklistFull(InvalidValue):
    """The form takes no more of these."""

    code = "checklist-full"


class ChecklistBodyWrong(InvalidValue):
    """What a device sent cannot be read."""

    code = "checklist-body"
