"""Everything that follows the changes of a house brought up to date; runs on the house (`House.python`).

What a worker does after an import (facts, trends) would go on beside the measurements for minutes otherwise.
"""

from __future__ import annotations


def main() -> None:
    """Follows until nothing waits; prints how many changes were there."""
    from django.utils import timezone

    from qingce.shared.changes.actions import number_changes, run_followers
    from qingce.shared.changes.queries import lag

    number_changes(at=timezone.now())
    behind = sum(each.behind for each in lag())
    while sum(each.behind for each in lag()):
        before = [each.position for each in lag()]
        run_followers()
        if before == [each.position for each in lag()]:
            break  # one of them fails; the log says why
    print(behind)
