"""What can go wrong with the feed of changes."""

from __future__ import annotations

from qingce.pure.kernel.errors import NotFound, QingceError


class ChangeOutsideTransaction(QingceError):
    """A change was noted outside the transaction that makes it."""

    code = "change-outside-transaction"

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"A change of {kind} was noted outside a transaction, so it could be lost or told too early; "
            "call note_change inside the transaction.atomic() of the act.",
            kind=kind,
        )


class UnknownFollower(NotFound):
    """No follower has this name."""

    code = "unknown-follower"

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            f"No follower is called {name}. Known: {', '.join(known) or 'none'}.",
            name=name,
            known=", ".join(known),
        )


class ChangesPruned(QingceError):
    """A follower needs changes that are no longer kept."""

    code = "changes-pruned"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} needs changes that were pruned. Rebuild it from the database, then reset its position.",
            name=name,
        )
