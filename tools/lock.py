"""`make lock`: pin every Python package with its hashes; no registry is named in what is written."""

from __future__ import annotations

import sys

from tools.steps import BIN, ROOT, one_line_errors, run, say

REQUIREMENTS = ROOT / "requirements"
OPTIONS = [
    "--quiet",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--only-binary=:all:",
    "--python-version=3.11",
]


def main(words: list[str]) -> None:
    """Compile each `.in` file; `--upgrade` takes newer versions."""
    for name in ("uv", "runtime", "dev", "bench"):
        # What is tested is what is installed: dev keeps to runtime's versions.
        kept = ["--constraint", "requirements/runtime.txt"] if name == "dev" else []
        source, pinned = f"requirements/{name}.in", f"requirements/{name}.txt"
        run([BIN / "uv", "pip", "compile", *OPTIONS, *kept, *words, source, "-o", pinned], cwd=ROOT)
        say(pinned)


if __name__ == "__main__":
    with one_line_errors():
        main(sys.argv[1:])
