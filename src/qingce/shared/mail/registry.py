"""How rooms say which letters they send, without being imported.

    register_mail(MailKind("reset-password", ("name", "link"), ("link",), _("New password")))

Its words stand in the room's `templates/mail/reset-password.txt`, with the parts `subject` and `body`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.shared.mail.errors import MailKindUnknown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class MailKind:
    """One kind of letter.

    Args:
        name: of the kind and of its template; at most 40 letters.
        params: what its template says, all of it needed.
        secret_params: of these, what must not be kept once the letter is gone: links with tokens, codes.
        title: what the office calls it; the name where it is empty.
        switches: of these, what chooses among the words and is not said itself.
        attached: the files that go with it, by its parameters; asked when it is sent. None: there are none.
    """

    name: str
    params: tuple[str, ...] = ()
    secret_params: tuple[str, ...] = ()
    title: StrOrPromise = ""
    switches: tuple[str, ...] = ()
    attached: Callable[[Mapping[str, str | int]], Sequence[Attachment]] | None = None

    def __post_init__(self) -> None:
        if not set(self.secret_params) <= set(self.params):
            raise ValueError(f"{self.name}: every secret parameter is one of the parameters")


_kinds: dict[str, MailKind] = {}


def register_mail(kind: MailKind) -> None:
    """Lets letters of a kind be sent; a second one of the same name takes its place."""
    _kinds[kind.name] = kind


def mail_kind(name: str) -> MailKind:
    """The kind of this name.

    Raises: MailKindUnknown: nothing registered under it.
    """
    if name not in _kinds:
        raise MailKindUnknown(name)
    return _kinds[name]


def mail_kinds() -> list[MailKind]:
    """Every kind, in the order of registration."""
    return list(_kinds.values())
