"""China's administrative divisions by GB/T 2260: codes through their history, and places from text."""

from qingce.pure.kernel.divisions.areas import AreaCodes, codes_of_area, lies_within
from qingce.pure.kernel.divisions.locating import locate, locate_many
from qingce.pure.kernel.divisions.model import Division, DivisionPath, Level, UnknownDivision
from qingce.pure.kernel.divisions.successions import successors
from qingce.pure.kernel.divisions.tables import children_of, corps_units, get_division, path_of, provinces

__all__ = [
    "AreaCodes",
    "Division",
    "DivisionPath",
    "Level",
    "UnknownDivision",
    "children_of",
    "codes_of_area",
    "corps_units",
    "get_division",
    "lies_within",
    "locate",
    "locate_many",
    "path_of",
    "provinces",
    "successors",
]
