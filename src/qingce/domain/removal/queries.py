"""Reading how records can be removed, and what a change of the rules would change."""

from qingce.domain.removal.columns.changing import (
    UNKNOWN,
    ChangedViolation,
    ChangedViolations,
    changes_seen,
    kept_policy_diff,
)
from qingce.domain.removal.columns.differing import PolicyDiff, facts_for, policy_diff
from qingce.domain.removal.determining import (
    confirmations_of,
    determination_as_confirmed,
    determination_of,
    overrides_of,
)
from qingce.domain.removal.queueing import removable_types
from qingce.domain.removal.suggesting import Exceedance, exceedances_in
from qingce.domain.removal.waiting import COUNTED, count_waiting, waiting_records

__all__ = [
    "COUNTED",
    "UNKNOWN",
    "ChangedViolation",
    "ChangedViolations",
    "Exceedance",
    "PolicyDiff",
    "changes_seen",
    "confirmations_of",
    "count_waiting",
    "determination_as_confirmed",
    "determination_of",
    "exceedances_in",
    "facts_for",
    "kept_policy_diff",
    "overrides_of",
    "policy_diff",
    "removable_types",
    "waiting_records",
]
