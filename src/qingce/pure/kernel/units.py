"""Units of mass, volume, concentration and flow, and exact conversion between them.

mg/m³ and mg/Nm³ are kept apart: the second refers to gas at 273.15 K and 101.325 kPa, and converting needs the
temperature and pressure of the reading. Concentrations per litre and per cubic metre are the same quantity.
Spellings are compared without width, case, spaces and the ways to write powers and micro.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache

from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.text import fold

_PRECISION = 28
_LONGEST_SHOWN = 40
_NOISE = r"[\s·^()]+"


class UnknownUnit(InvalidValue):
    """A unit is not in the table."""

    code = "unit-unknown"


class IncompatibleUnits(InvalidValue):
    """Two units measure different quantities."""

    code = "units-incompatible"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit.

    Attributes:
        symbol: its one written form.
        quantity: what it measures.
        factor: its size in the base unit of the quantity.
    """

    symbol: str
    quantity: str
    factor: Fraction


def find_unit(text: str) -> Unit:
    """The unit a spelling means: ㎎／Ｌ, MG/L and 毫克/升 are mg/L.

    Raises: UnknownUnit: params `unit`.
    """
    unit = _units().get(_spelling(text))
    if unit is None:
        shown = text[:_LONGEST_SHOWN]
        raise UnknownUnit(f"{shown!r} is not a unit we know; use one like mg/L, mg/m³, kg or m³/h.", unit=shown)
    return unit


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """The value in another unit of the same quantity.

    Args: unit: unit of the value. to: unit wanted.
    Returns: exact where the result is a decimal fraction, else 28 significant digits.
    Raises:
        UnknownUnit: a unit is not in the table.
        IncompatibleUnits: mass against flow, or mg/m³ against mg/Nm³; params `unit`, `to`.
    """
    source, target = find_unit(unit), find_unit(to)
    if source.quantity != target.quantity:
        raise IncompatibleUnits(
            f"{source.symbol} ({source.quantity}) cannot be converted to {target.symbol} ({target.quantity}).",
            unit=source.symbol,
            to=target.symbol,
            quantity=source.quantity,
            to_quantity=target.quantity,
        )
    ratio = source.factor / target.factor
    with localcontext(prec=_PRECISION + len(value.as_tuple().digits)):
        product = value * ratio.numerator
    with localcontext(prec=max(_PRECISION, len(product.as_tuple().digits))):
        return product / ratio.denominator


@cache
def _units() -> dict[str, Unit]:
    from qingce.pure.kernel.tables import read_table

    found = {}
    for row in read_table("units.csv"):
        unit = Unit(symbol=row["unit"], quantity=row["quantity"], factor=Fraction(row["factor"]))
        for spelling in (row["unit"], *row["spellings"].split("|")):
            found[_spelling(spelling)] = unit
    return found


def _spelling(text: str) -> str:
    folded = re.sub(_NOISE, "", fold(text))
    return folded.replace("μ", "u").replace("立方米", "m3").replace("⁄", "/")
