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


class ObjectionNotFound(NotFound):
    """There is no such objection, or it is none of the asker's."""

    code = "objection-not-found"


class NoticeNotOpen(QingceError):
    """Objections are not taken: the period has not begun or has ended, or the notice takes none."""

    code = "notice-not-open"


class ObjectionWrong(InvalidValue):
    """An objection lacks its words, or a field is too long or no e-mail address."""

    code = "objection-wrong"


class ConfirmationNeeded(QingceError):
    """So many objections come that each needs an account, or an address that answers."""

    code = "objection-confirmation-needed"


class TooManyObjections(QingceError):
    """More objections wait for their confirmation than a notice takes."""

    code = "objections-too-many"


class ObjectionReasonMissing(InvalidValue):
    """What is not shown, and an answer, need words that the public can read."""

    code = "objection-reason-missing"


class ObjectionChanged(QingceError):
    """The objection is not as it was shown."""

    code = "objection-changed"


class FollowNotFound(NotFound):
    """The link of a letter leads to no subscription, or it was ended."""

    code = "notice-follow-not-found"


class FollowEmailWrong(InvalidValue):
    """No letter can be addressed like this."""

    code = "notice-follow-email"
