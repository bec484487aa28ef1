"""`make wheel`: the package as one file with demo, translations and styles in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from tools.setup import packages_steps
from tools.steps import BIN, ROOT, VAR, one_line_errors, run, say, take

PARTS = ("src", "demo", "locale", "rulebook", "requirements")
FONTS = ("NotoSerifSC_400Regular.ttf", "NotoSansSC_700Bold.ttf")
FONT_PACKAGES = ROOT / "frontend/node_modules/@expo-google-fonts"
LEFT_OUT = ("__pycache__", "*.egg-info", ".stamp")


def build(into: Path) -> Path:
    """Build a wheel from a copy of the checkout, so that nothing of a former build gets into it.

    Returns: the wheel's path.
    Raises: Stop: it could not be built.
    """
    folder = Path(tempfile.mkdtemp(prefix="qingce-wheel-"))
    try:
        for name in PARTS:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
        _put_fonts(folder / "src/qingce/shared/issuing/data/fonts")
        for path in (path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")):
            shutil.copy(path, folder)
        before = set(into.glob("*.whl"))
        options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
        run([BIN / "python", "-m", "pip", "wheel", *options, "--wheel-dir", into, folder])
        return max(set(into.glob("*.whl")) - before or before, key=lambda path: path.stat().st_mtime)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put_fonts(folder: Path) -> None:
    """The fonts of documents, which a checkout has from npm, with their licence."""
    folder.mkdir(parents=True)
    for name in FONTS:
        for path in FONT_PACKAGES.glob(f"*/*/{name}"):
            shutil.copy(path, folder)
            shutil.copy(path.parents[1] / "LICENSE_FONT", folder / f"{path.stem}-LICENSE")


def main() -> None:
    """Set up what the wheel is made of, then build it."""
    os.chdir(ROOT)
    take(packages_steps("setup"))
    say(f"{build(VAR / 'wheel').relative_to(ROOT)}")


if __name__ == "__main__":
    with one_line_errors():
        main()
