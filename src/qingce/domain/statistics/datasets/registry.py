"""Which data sets there are, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from qingce.domain.statistics.datasets.cleaner_audits import AUDITS, DUTIES, PUBLICATIONS
from qingce.domain.statistics.datasets.cleaner_lists import CELLS, DIFFERENCES, ROSTERS, SCORES, TOTALS
from qingce.domain.statistics.datasets.cleaner_surveys import FINDINGS, MEMBERS
from qingce.domain.statistics.datasets.shapes import Dataset
from qingce.domain.statistics.errors import DatasetUnknown

DATASETS: Sequence[Dataset] = (
    CELLS, ROSTERS, AUDITS, DUTIES, PUBLICATIONS, SCORES, TOTALS, DIFFERENCES, MEMBERS, FINDINGS,
)  # fmt: skip
_BY_NAME = {each.name: each for each in DATASETS}


def dataset(name: str) -> Dataset:
    """One data set.

    Raises: DatasetUnknown.
    """
    found = _BY_NAME.get(name)
    if found is None:
        raise DatasetUnknown(name, list(_BY_NAME))
    return found
