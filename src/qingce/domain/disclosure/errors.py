"""What can be wrong with a disclosure."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError


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
