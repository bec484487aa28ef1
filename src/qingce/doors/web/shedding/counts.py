"""Counters in the memory of one process.

The storage that `limits` brings starts a thread at each burst, which walks all that is counted, and a flood is one
burst after the other; this one looks at what is over once a minute, in the request that finds it due.
"""

from __future__ import annotations

from collections.abc import Callable

from limits.storage import Storage

SWEEP_S = 60.0


class Counts(Storage):
    """How often each key came since it first came, forgotten when its window ends."""

    STORAGE_SCHEME = None

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._counts: dict[str, tuple[int, float]] = {}
        self._sweep_at = clock() + SWEEP_S

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong in here."""
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """How often a key has come, this time included; `expiry`: seconds that its window is open."""
        now = self._clock()
        self._sweep(now)
        count, ends = self._counts.get(key, (0, 0.0))
        if ends <= now:
            count, ends = 0, now + expiry
        self._counts[key] = (count + amount, ends)
        return count + amount

    def get(self, key: str) -> int:
        """How often a key has come."""
        count, ends = self._counts.get(key, (0, 0.0))
        return count if ends > self._clock() else 0

    def get_expiry(self, key: str) -> float:
        """When the window of a key ends, by the clock."""
        return self._counts.get(key, (0, self._clock()))[1]

    def check(self) -> bool:
        """Whether it works: always."""
        return True

    def reset(self) -> int:
        """Forget everything; returns how many keys there were."""
        size = len(self._counts)
        self._counts.clear()
        return size

    def clear(self, key: str) -> None:
        """Forget a key."""
        self._counts.pop(key, None)

    def _sweep(self, now: float) -> None:
        if now < self._sweep_at:
            return
        self._sweep_at = now + SWEEP_S
        for key, (_, ends) in list(self._counts.items()):
            if ends <= now:
                self._counts.pop(key, None)
