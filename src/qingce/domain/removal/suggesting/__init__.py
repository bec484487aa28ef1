"""Facts suggested from what a record says: pure functions over texts, by the tables in `domain/removal/data`.

A suggestion is never a fact: a person confirms or corrects it. A word that is absent says nothing, so no fact is ever
suggested to be false. The suggested value of `matters` is the set of choices found; if none is found, `matters` stays
unknown (`facts_of`).
"""

from qingce.domain.removal.suggesting.errors import InvalidSign
from qingce.domain.removal.suggesting.exceedances import exceedances_in
from qingce.domain.removal.suggesting.facts import facts_of
from qingce.domain.removal.suggesting.fields import Measured, Quantity, suggest_from_fields
from qingce.domain.removal.suggesting.model import Exceedance, Suggestion
from qingce.domain.removal.suggesting.suggesting import suggest

__all__ = [
    "Exceedance",
    "InvalidSign",
    "Measured",
    "Quantity",
    "Suggestion",
    "exceedances_in",
    "facts_of",
    "suggest",
    "suggest_from_fields",
]
