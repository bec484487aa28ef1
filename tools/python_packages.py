"""The virtual environment and the pinned Python packages in it, from the registry that the user's pip knows."""

from __future__ import annotations

import os
import re
import venv
from pathlib import Path

from tools.steps import BIN, ROOT, VENV, run, works

PIP: list[str | Path] = [BIN / "python", "-m", "pip", "--disable-pip-version-check"]
UV: list[str | Path] = [BIN / "uv", "pip", "install", "--python", BIN / "python"]
# uv reads none of pip's settings; these two decide where packages come from and whom to trust.
UV_NAMES = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}


def make_venv() -> None:
    """An empty virtual environment with uv in it."""
    venv.create(VENV, with_pip=True, clear=True)
    run([*PIP, "install", "--require-hashes", "-r", ROOT / "requirements/uv.txt"])


def install(pinned: Path) -> None:
    """Install what a requirements file pins: by uv, and where uv cannot reach the packages, by pip itself."""
    wanted: list[str | Path] = ["--require-hashes", "-r", pinned]
    if not works([*UV, *wanted], env=uv_settings(run([*PIP, "config", "list"]))):
        run([*PIP, "install", *wanted])


def install_qingce() -> None:
    """Install this folder's code, in place."""
    run([*UV, "--no-deps", "--no-build-isolation", "-e", "."])


def uv_settings(pip_config: str) -> dict[str, str]:
    """uv's variables for what `pip config list` says; what the user set for uv stands."""
    found = {"UV_SYSTEM_CERTS": "true"}
    for name, value in re.findall(r"^[\w:]+\.([\w-]+)='(.*)'$", pip_config, flags=re.MULTILINE):
        if name in UV_NAMES:
            found[UV_NAMES[name]] = value
    return {name: value for name, value in found.items() if name not in os.environ}
