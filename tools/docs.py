"""`make docs`: write the generated pages of docs/ anew, or check that they are up to date.

`docs/requirements.md`: requirement, the pages and commands that serve it, the tests that show it.
`docs/permissions.md`: who may do what.
`docs/machines.md`, `docs/machines.zh.md`: each machine as a picture and a table.
`docs/disclosing.md`, `docs/removal.md` and so on, with their `.zh.md`: the guides, with their pictures.
`docs/ledger-schemas.md`: what entries of the ledger say; their names also as a table for commands without a database.
`docs/rules/`, `rulebook/schema/`: every rule with its clause and what tries it; the format as JSON Schema.
`docs/operations.md`: the table of settings between its two marks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from tools.steps import ROOT, one_line_errors, say

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingce.config.settings")
os.environ.setdefault("QINGCE_SECRET_KEY", "docs-only-" + "x" * 40)


def pages() -> dict[str, str]:
    """Each generated page by its path, as it should read."""
    import django

    django.setup()
    from tools import (
        guide_page,
        ledger_schemas_page,
        machines_page,
        permissions_page,
        requirements_page,
        rules_pages,
        settings_table,
    )

    operations = ROOT / "docs/operations.md"
    return {
        "docs/requirements.md": requirements_page.page(),
        "docs/permissions.md": permissions_page.page(),
        "docs/machines.md": machines_page.page(machines_page.ENGLISH),
        "docs/machines.zh.md": machines_page.page(machines_page.CHINESE),
        **guide_page.pages(),
        "docs/ledger-schemas.md": ledger_schemas_page.page(),
        "src/qingce/doors/cli/data/act_titles.csv": ledger_schemas_page.titles(),
        **rules_pages.pages(),
        "docs/operations.md": settings_table.put_into(operations.read_text("utf-8")),
    }


def main(words: Sequence[str]) -> int:
    """Write the pages; with --check say which are out of date."""
    stale = [
        (name, text)
        for name, text in pages().items()
        if not (ROOT / name).exists() or (ROOT / name).read_text("utf-8") != text
    ]
    for name, text in stale:
        if "--check" in words:
            say(f"{name} is out of date: run `make docs`")
        else:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(text, "utf-8")
            say(f"{name} written")
    return 1 if stale and "--check" in words else 0


if __name__ == "__main__":
    with one_line_errors():
        sys.exit(main(sys.argv[1:]))
