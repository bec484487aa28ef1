"""What is on its way in this process: counted, so that nobody takes every thread; and how fast it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from threading import Lock

from qingce.doors.web.transfer.limits import KB, MB, TransferLimits

_LEAST_PIECE, _LARGEST_PIECE = 256, 256 * KB
_A_MOMENT_S = 0.001


class TooSlow(Exception):
    """The other side sends or reads more slowly than the limits allow; its connection ends."""


class Moving:
    """The bodies and files on their way at once, in all and from each address."""

    def __init__(self, limits: TransferLimits) -> None:
        self._limits, self._lock = limits, Lock()
        self._by_address: Counter[str] = Counter()
        self._bytes = 0

    def __len__(self) -> int:
        return self._by_address.total()

    def enter(self, address: str, size: int = 0) -> bool:
        """Whether there is room for one more; if so it is counted until `leave`."""
        with self._lock:
            is_full = (
                len(self) >= self._limits.moving_most
                or self._by_address[address] >= self._limits.moving_each_address
                or self._bytes + size > self._limits.bodies_mb * MB
            )
            if is_full:
                return False
            self._by_address[address] += 1
            self._bytes += size
            return True

    def leave(self, address: str, size: int = 0) -> None:
        """One that was let in is through, or gone."""
        with self._lock:
            self._bytes -= size
            self._by_address[address] -= 1
            if not self._by_address[address]:
                del self._by_address[address]


class Pace:
    """How fast something goes, from its first byte on."""

    def __init__(self, limits: TransferLimits, clock: Callable[[], float]) -> None:
        self._limits, self._clock = limits, clock
        self._began, self._total = clock(), 0

    @property
    def piece(self) -> int:
        """As many bytes as came in half a second so far: so a slow one is looked at often, a fast one seldom."""
        return max(_LEAST_PIECE, min(_LARGEST_PIECE, int(self._total / self._seconds / 2)))

    def note(self, size: int) -> None:
        """So many bytes more went through.

        Raises: TooSlow.
        """
        self._total += size
        if self._seconds > self._limits.patience_s and self._total < self._limits.least_bytes_a_second * self._seconds:
            raise TooSlow

    @property
    def _seconds(self) -> float:
        return max(_A_MOMENT_S, self._clock() - self._began)
