"""Work done ahead in a process of its own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from qingce.pure.kernel.errors import InvalidValue
from qingce.shared.bulk.ahead import made_ahead
from tests.processes import Processes


class Unsendable(Exception):
    """Cannot be made from what it holds."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other}")


def counted(most: int) -> Iterator[int]:
    yield from range(most)


def numbered(most: int) -> Iterator[tuple[int, int]]:
    for number in range(most):
        yield os.getpid(), number


def failing(error: Exception) -> Iterator[int]:
    yield 1
    raise error


def failing_oddly() -> Iterator[int]:
    yield 1
    raise Unsendable("one", "other")


def dying() -> Iterator[int]:
    yield 1
    os.kill(os.getpid(), signal.SIGKILL)


def test_things_come_in_order_from_another_process() -> None:
    made = list(made_ahead(numbered, 3))
    assert [number for _, number in made] == [0, 1, 2]
    assert os.getpid() not in {process for process, _ in made}


def test_an_error_comes_after_what_was_made_before_it() -> None:
    made = made_ahead(failing, InvalidValue("wrong", column="a"))
    assert next(made) == 1
    with pytest.raises(InvalidValue, match="wrong") as raised:
        next(made)
    assert raised.value.params == {"column": "a"}


def test_an_error_that_cannot_be_sent_is_told() -> None:
    with pytest.raises(RuntimeError, match="one and other"):
        list(made_ahead(failing_oddly))


def test_a_process_that_dies_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="has died"):
        list(made_ahead(dying))


def test_the_process_ends_with_whoever_stops_reading() -> None:
    with closing(made_ahead(numbered, 10**9)) as made:
        process, _ = next(made)
        assert is_alive(process)
    assert not is_alive(process)


READING = """
from tests.shared.bulk.test_ahead import numbered
from qingce.shared.bulk.ahead import made_ahead
for process, number in made_ahead(numbered, 10**9):
    if number == 0:
        print(process, flush=True)
"""


def test_the_process_dies_with_a_killed_reader(processes: Processes) -> None:
    reader = processes.start(READING)
    assert reader.stdout is not None
    process = int(reader.stdout.readline())
    assert is_alive(process)
    reader.kill()
    reader.wait()
    until = time.monotonic() + 20
    while is_alive(process) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(process)


def is_alive(process: int) -> bool:
    with suppress(ProcessLookupError, FileNotFoundError):
        os.kill(process, 0)
        with open(f"/proc/{process}/stat") as status:  # noqa: PTH123
            return status.read().rpartition(")")[2].split()[0] != "Z"
    return False
