"""What the machine must have: found, or installed by apt on Debian as root, or told in one line."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tools.steps import Stop

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18  # what the bundler asks for, and what Debian 12 has
POSTGRESQL_FOLDERS = "/usr/lib/postgresql"
GO_PACKAGES = "/usr/share/gocode"
HEADLESS = "chromium-headless-shell"


def need_python() -> None:
    """This Python is new enough and can make virtual environments.

    Raises: Stop: it is not, or it cannot.
    """
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        raise Stop(f"Python {wanted} or newer is needed (this is {sys.version.split()[0]}): set PYTHON=…")
    if importlib.util.find_spec("ensurepip") is None and not install(["python3-venv"]):
        raise Stop("Python cannot make virtual environments here: install the package python3-venv.")


def need_node() -> None:
    """Node.js and npm are there and new enough.

    Raises: Stop: they are not.
    """
    if not _has_node() and not install(["nodejs", "npm"]):
        raise Stop(f"Node.js {OLDEST_NODE} or newer with npm is needed: install the packages nodejs and npm.")
    if not _has_node():
        raise Stop(f"Node.js {OLDEST_NODE} or newer with npm is needed; the one on the path is older.")


def _has_node() -> bool:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return False
    said = subprocess.run([node, "--version"], text=True, capture_output=True, check=False).stdout
    major = re.match(r"v(\d+)", said)
    return major is not None and int(major[1]) >= OLDEST_NODE


def install(packages: Sequence[str]) -> bool:
    """Install Debian packages if this machine lets us without asking; return whether it worked."""
    apt = shutil.which("apt-get")
    as_root = _as_root()
    if apt is None or as_root is None:
        return False
    command = [*as_root, apt, "install", "-y", "--no-install-recommends", *packages]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _refresh_package_lists(apt, tuple(as_root))
    return subprocess.run(command, env=env, capture_output=True, check=False).returncode == 0


@cache
def _refresh_package_lists(apt: str, as_root: tuple[str, ...]) -> None:
    subprocess.run([*as_root, apt, "update"], capture_output=True, check=False)


def _as_root() -> list[str] | None:
    """What goes before a command that only root may run: nothing, or sudo when it asks no password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def postgresql() -> Path | None:
    """Folder of PostgreSQL's programs, the newest; installed when it can be; None: not to be had."""
    found = _postgresql_folder()
    if found is None and install(["postgresql", "postgresql-contrib"]):
        found = _postgresql_folder()
    return found


def _postgresql_folder() -> Path | None:
    versions = [path for path in Path(POSTGRESQL_FOLDERS).glob("*/bin") if (path / "initdb").exists()]
    if versions:
        return max(versions, key=lambda path: float(path.parent.name))
    on_path = shutil.which("pg_ctl")
    return Path(on_path).resolve().parent if on_path else None


@cache
def chromium() -> str | None:
    """The browser for the browser tests, with fonts that know Chinese; None: not to be had.

    The one without windows, where there is a package of it: the tests take two thirds of the time with it.
    """
    if shutil.which(HEADLESS) is None and not install([HEADLESS]) and shutil.which("chromium") is None:
        install(["chromium"])
    if not has_chinese_font():
        install(["fonts-noto-cjk", "fontconfig"])
    return shutil.which(HEADLESS) or shutil.which("chromium")


def has_chinese_font() -> bool:
    """Whether the system can set Chinese text."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    return bool(subprocess.run([lister, ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


def gettext() -> bool:
    """Whether the programs that collect the messages to translate are there, installed when they can be."""
    return shutil.which("xgettext") is not None or install(["gettext"])


def go() -> bool:
    """Whether Go is there with its packages of notes and logs, installed when they can be."""
    return has_go() or (install(["golang-go", "golang-golang-x-mod-dev"]) and has_go())


def has_go() -> bool:
    """Whether Go and its packages of notes and logs are there, as Debian puts them."""
    notes = Path(GO_PACKAGES) / "src/golang.org/x/mod/sumdb/note"
    return shutil.which("go") is not None and notes.is_dir()
