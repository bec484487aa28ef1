"""Work without the search for cycles."""

from __future__ import annotations

import gc

import pytest

from qingce.shared.bulk.actions import uncollected


def test_uncollected_looks_for_no_cycles_until_its_end() -> None:
    with uncollected():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_uncollected_within_another_changes_nothing() -> None:
    with uncollected():
        with uncollected():
            pass

        assert not gc.isenabled()

    assert gc.isenabled()


def test_uncollected_ends_with_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), uncollected():
        raise ValueError("broken")

    assert gc.isenabled()


def test_uncollected_frees_cycles_that_were_left() -> None:
    freed: list[bool] = []

    class Knot:
        def __del__(self) -> None:
            freed.append(True)

    with uncollected():
        knot: list[object] = [Knot()]
        knot.append(knot)
        del knot

    assert freed == [True]
