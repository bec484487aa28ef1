"""What can be wrong with a person or a role."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotFound


class NoSuchPerson(NotFound):
    """Nobody has this e-mail address."""

    code = "person-not-found"


class PersonKnown(InvalidValue):
    """Somebody with this e-mail address has the role already."""

    code = "person-known"


class BadEmail(InvalidValue):
    """The text is no e-mail address."""

    code = "email-unreadable"


class NameMissing(InvalidValue):
    """A person needs a name: it stands beside what the person decides."""

    code = "person-name-missing"


class WeakPassword(InvalidValue):
    """The password is too easy to guess."""

    code = "password-weak"
