"""What can go wrong with a notice."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotFound, QingceError


class NoticeNotFound(NotFound):
    """There is no notice of this number."""

    code = "notice-not-found"


class NoticeKindUnknown(QingceError):
    """No room has registered this kind of notice."""

    code = "notice-kind-unknown"


class NoticeTextWrong(InvalidValue):
    """What a notice says is missing, too long, or names a place that does not exist."""

    code = "notice-text-wrong"


class NoticeTermUnfit(InvalidValue):
    """What a rulebook fixes is no term for a notice."""

    code = "notice-term-unfit"


class NoticeNotDue(InvalidValue):
    """The day on which a period begins or has ended has not come."""

    code = "notice-not-due"


class NoticeReasonMissing(InvalidValue):
    """A public reason is missing, or too long."""

    code = "notice-reason-missing"


class NoticeExtensionWrong(InvalidValue):
    """A period is extended by at least a day, and not beyond reason."""

    code = "notice-extension-wrong"


class NoticeChanged(QingceError):
    """The notice is not as it was shown."""

    code = "notice-changed"
