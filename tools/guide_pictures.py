"""Pictures of the guides, by the walks that test their steps: `python -m tools.guide_pictures`.

Needs chromium, as the tests of pages do. A picture that shows the same as before is left as it was.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.steps import BIN, ROOT, Stop, one_line_errors, run, say

WEB = ROOT / "src/qingce/doors/web"
PICTURES = WEB / "static/web/guide"
LANGUAGES = ("zh", "en")
WALKS = ("tests/browser/test_twelve_steps.py", "tests/browser/test_cases.py", "tests/browser/test_audits.py")
GUIDES = ("disclosing", "removal", "reviewing", "audited", "auditing", "observing", "running")


def main() -> int:
    """Walks, and takes what the guides show."""
    with TemporaryDirectory() as folder:
        run([BIN / "python", "-m", "pytest", "-q", "-n0", *WALKS], env={**os.environ, "QINGCE_PICTURES": folder})
        steps = [step for name in GUIDES for step in _steps(name)]
        wanted = {f"{step['picture']}-{language}.png" for step in steps for language in LANGUAGES}
        for name in sorted(wanted):
            _take(Path(folder) / name, PICTURES / name)
    for left in PICTURES.glob("*.png"):
        if left.name not in wanted:
            left.unlink()
    return 0


def _steps(name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = tomllib.loads((WEB / f"data/{name}_guide.toml").read_text("utf-8"))["step"]
    return found


def _take(made: Path, target: Path) -> None:
    if not made.exists():
        raise Stop(f"The walk left no picture {made.name}: was chromium there?")
    target.parent.mkdir(parents=True, exist_ok=True)
    content = made.read_bytes()
    if not target.exists() or target.read_bytes() != content:
        target.write_bytes(content)
        say(f"{target.relative_to(ROOT)}  {len(content) // 1024} kB")


if __name__ == "__main__":
    with one_line_errors():
        sys.exit(main())
