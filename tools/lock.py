"""`make lock`: pin every Python package with its hashes; no registry is named in what is written."""

from __future__ import annotations

import sys

from tools.steps import BIN, ROOT, one_line_errors, run, say

REQUIREMENTS = ROOT / "requirements"
BASES = {"setup": ("runtime",), "dev": ("setup",)}
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
    for name in ("uv", "runtime", "setup", "dev", "bench"):
        # What is tested is what is installed: setting up keeps to the versions of running, dev to those of setting up.
        kept = [word for base in BASES.get(name, ()) for word in ("--constraint", f"requirements/{base}.txt")]
        source, pinned = f"requirements/{name}.in", f"requirements/{name}.txt"
        run([BIN / "uv", "pip", "compile", *OPTIONS, *kept, *words, source, "-o", pinned], cwd=ROOT)
        say(pinned)


if __name__ == "__main__":
    with one_line_errors():
        main(sys.argv[1:])
