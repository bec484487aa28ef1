"""Where the data that come with the program lie: beside `src/` in a checkout, inside the package of a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]


def shipped_folder(package: Path = PACKAGE) -> Path:
    """The folder of `demo/`, `locale/` and `rulebook/`: the checkout, or for a wheel the package, which holds them."""
    checkout = package.parents[1]
    return checkout if (checkout / "pyproject.toml").is_file() else package
