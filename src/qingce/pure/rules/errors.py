"""What can be wrong with a rulebook, and with what it is asked."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotFound


class InvalidRulebook(InvalidValue):
    """A file of a rulebook says what it may not, or lacks what it must say.

    Args: file: as in the version's folder. key: where in the file, as TOML writes it; "" the file itself. why: what
        is wrong and what to do. cause: chooses the translated sentence.
    """

    code = "rulebook-invalid"

    def __init__(self, file: str, key: str, why: str, *, cause: str = "", **params: object) -> None:
        place = f"{file}: {key}" if key else file
        super().__init__(f"{place}: {why}", file=file, key=key, why=why, cause=cause or None, **params)

    def below(self, folder: str) -> InvalidRulebook:
        """The same, with the file told from the folder above."""
        said = dict(self.params)
        cause = said.pop("cause") or ""
        return InvalidRulebook(
            f"{folder}/{said.pop('file')}", str(said.pop("key")), str(said.pop("why")), cause=str(cause), **said
        )


class InvalidFact(InvalidValue):
    """A fact that the rulebook does not know, or a value that the fact cannot have.

    Args: fact: its name. why: what is wrong. allowed: what would be right.
    """

    code = "fact-invalid"

    def __init__(self, fact: str, why: str, *, allowed: str, cause: str, value: object = "") -> None:
        super().__init__(f"{fact}: {why}", fact=fact, allowed=allowed, cause=cause, value=value)
        self._why = why

    def of_violation(self, number: int) -> InvalidFact:
        """The same of one violation of several. Args: number: its place, from 1."""
        said = {name: self.params[name] for name in ("allowed", "cause", "value")}
        return InvalidFact(f"[{number}].{self.params['fact']}", self._why, **said)  # type: ignore[arg-type]


class FactsUnreadable(InvalidValue):
    """A file of facts is not the JSON, or not the table, that it should be."""

    code = "facts-unreadable"

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file} holds no facts: {why}.", file=file, why=why)


class NoSuchRulebook(NotFound):
    """No rulebook, version or part of one has this name, or none is in force on the day."""

    code = "rulebook-not-found"


class NoValueThen(NotFound):
    """A parameter has no value on the day that is asked about."""

    code = "rulebook-no-value"
