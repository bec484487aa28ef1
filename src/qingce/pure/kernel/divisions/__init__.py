"""China's administrative divisions by GB/T 2260: codes through their history, and places from text."""

from qingce.pure.kernel.divisions.locating import locate, locate_many
from qingce.pure.kernel.divisions.model import Division, DivisionPath, Level, UnknownDivision
from qingce.pure.kernel.divisions.successions import successors
from qingce.pure.kernel.divisions.tables import children_of, corps_units, get_division, path_of, provinces

__all__ = [
    "Division",
    "DivisionPath",
    "Level",
    "UnknownDivision",
    "children_of",
    "corps_units",
    "get_division",
    "locate",
    "locate_many",
    "path_of",
    "provinces",
    "successors",
]
