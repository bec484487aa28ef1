"""What can go wrong in counting, and in asking for data."""

from __future__ import annotations

from collections.abc import Sequence

from qingce.pure.kernel.errors import InvalidValue, NotFound, QingceError


class NotCountedYet(QingceError):
    """The records have not been counted once at this place."""

    code = "not-counted-yet"

    def __init__(self) -> None:
        super().__init__("The records are being counted for the first time here. Come back in a minute.")


class CellsDamaged(QingceError):
    """A file of what records are counted by cannot be read."""

    code = "cells-damaged"

    def __init__(self, part: int) -> None:
        super().__init__(f"Part {part} of what records are counted by is damaged; all is read anew.", part=part)


class DatasetUnknown(NotFound):
    """No data set has this name."""

    code = "dataset-unknown"

    def __init__(self, name: str, names: Sequence[str]) -> None:
        listed = ", ".join(names)
        super().__init__(f"There is no data set “{name[:60]}”. These are: {listed}.", name=name[:60], names=listed)


class DataParameterWrong(InvalidValue):
    """A parameter of an address of data says nothing that can be."""

    code = "data-parameter"

    def __init__(self, detail: str, *, name: str, cause: str, wanted: str = "", value: str = "") -> None:
        super().__init__(detail, name=name[:60], cause=cause, wanted=wanted, value=value[:60])
