"""What can be wrong with a letter, and with what comes back."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotFound, QingceError


class MailKindUnknown(QingceError):
    """No room has registered this kind of letter."""

    code = "mail-kind-unknown"

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no kind of letter {kind!r}; register it with `register_mail`.", kind=kind)


class MailParamsWrong(QingceError):
    """A letter lacks what it should say, or is given what it cannot say."""

    code = "mail-params"

    def __init__(self, kind: str, missing: set[str], unknown: set[str]) -> None:
        super().__init__(
            f"A letter {kind!r} lacks {sorted(missing)} and does not know {sorted(unknown)}; "
            "give exactly the parameters it was registered with.",
            kind=kind, missing=", ".join(sorted(missing)), unknown=", ".join(sorted(unknown)),
        )  # fmt: skip


class MailAddressInvalid(InvalidValue):
    """No letter can be addressed like this."""

    code = "mail-address"

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:100]!r} is no e-mail address; write it as name@example.org.", text=text[:100])


class MailLanguageUnknown(InvalidValue):
    """Letters are written in zh or en."""

    code = "mail-language"

    def __init__(self, text: str) -> None:
        super().__init__(f"Letters are written in zh or en, not in {text[:20]!r}.", text=text[:20])


class LetterNotFound(NotFound):
    """No letter has this number, or it was dropped after its term."""

    code = "letter-not-found"

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no letter {what}; letters are kept for a term only.", what=what)


class LetterNotFailed(QingceError):
    """Only a letter that was not sent can be sent again."""

    code = "letter-not-failed"

    def __init__(self, letter: int) -> None:
        super().__init__(f"Letter {letter} did not fail; only what was not sent is sent again.", letter=letter)


class LetterIncomplete(QingceError):
    """A letter's secrets or its address are gone."""

    code = "letter-incomplete"

    def __init__(self, letter: int) -> None:
        super().__init__(
            f"Letter {letter} held a secret link or its address was erased, and they are gone; the person must ask "
            "for a new letter.",
            letter=letter,
        )


class NotABounce(QingceError):
    """A message handed to `qingce bounce` is no delivery report."""

    code = "mail-not-a-bounce"

    def __init__(self) -> None:
        super().__init__(
            "The message is no delivery report (RFC 3464) that can be read; nothing was changed. "
            "Give it as the mail server hands it over, headers included."
        )
