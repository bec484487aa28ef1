"""What the flood of objections begins with: open notices, by the room's own acts. `main` prints the newest's number."""

from __future__ import annotations

from bench.notices_work import KIND, fill
from qingce.shared.notices.registry import register_notice_kind


def main(notices: str) -> None:
    """Publishes them."""
    register_notice_kind(KIND)
    print(fill(int(notices), 0))
