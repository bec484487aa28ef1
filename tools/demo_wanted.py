"""Whether `make run` loads the demo: one line that says why not, or nothing.

Run in the virtual environment, once the database is there.
"""

from __future__ import annotations

import tomllib

from tools.steps import ROOT, say

BRINGER = "demo"


def reason_against(*, database_url: str) -> str:
    """Why the demo stays out; empty: it is wanted.

    Args: database_url: the setting; empty for the database in the home folder.
    """
    from qingce.shared.intake.enums import BatchState
    from qingce.shared.intake.models import Batch

    if database_url:
        return "not loaded: QINGCE_DATABASE_URL names a database of your own (`qingce demo` loads it there)"
    if Batch.objects.exclude(brought_by=BRINGER).exists():
        return "not loaded: the database holds records of your own (`qingce demo` adds the demo)"
    # A start that was interrupted while it loaded goes on where it stopped.
    if Batch.objects.filter(state=BatchState.DONE).count() >= _files():
        return "loaded before"
    return ""


def _files() -> int:
    return len(tomllib.loads((ROOT / "demo" / "manifest.toml").read_text("utf-8"))["file"])


def main() -> None:
    """Say the reason."""
    import django

    from qingce.config.environment import environment

    django.setup()
    say(reason_against(database_url=environment().database_url))


if __name__ == "__main__":
    main()
