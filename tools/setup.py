"""`make run`: set everything up, step by step, then serve on 127.0.0.1.

Standard library only. Package registries are those of the user's own pip and npm configuration.
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import machine, python_packages
from tools.steps import (
    BIN,
    ROOT,
    VAR,
    VENV,
    Step,
    Stop,
    digest,
    is_stamped,
    one_line_errors,
    run,
    say,
    show,
    take,
    write_stamp,
)

HOST = "127.0.0.1"
LEDGER = "qingce.localhost/ledger"
DEFAULT_PORT, LAST_PORT = 8000, 65535
STAMPS = VAR / "stamps"
FRONTEND = ROOT / "frontend"
BUNDLES = ROOT / "src/qingce/doors/web/static/web/dist"
LOCALE = ROOT / "locale"
ENV_FILE = VAR / "qingce.env"
DJANGO = {"DJANGO_SETTINGS_MODULE": "qingce.config.settings"}


def requested_port() -> int:
    """The port of PORT=…, else 8000.

    Raises: Stop: it is no port.
    """
    words = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not (words.isascii() and words.isdigit() and 0 < int(words) <= LAST_PORT):
        raise Stop(f"PORT={words} is no port: a number from 1 to {LAST_PORT} is needed.")
    return int(words)


def need_free_port(port: int) -> None:
    """Nothing listens on the port yet.

    Raises: Stop: something does, or we may not listen there.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise Stop(f"Port {port} is for root only: choose another, such as PORT=8001.") from error
        except OSError as error:
            other = port + 1 if port < LAST_PORT else DEFAULT_PORT
            raise Stop(
                f"Port {port} is taken: stop what listens there, or choose another, such as PORT={other}."
            ) from error


def packages_steps(requirements: str) -> list[Step]:
    """The virtual environment with the pinned packages of one requirements file, and with ourselves."""
    pinned = ROOT / "requirements" / f"{requirements}.txt"
    return [
        Step("Prerequisites", _check_prerequisites),
        _stamped(
            "Virtual environment",
            [ROOT / "requirements/uv.txt"],
            VENV / "stamp-venv",
            python_packages.make_venv,
            output=BIN / "python",  # a link to a Python that was since removed does not exist
            place=str(ROOT),  # its programs name their folder: one that was moved is made anew
        ),
        _stamped("Python packages", [pinned], VENV / f"stamp-{requirements}", lambda: python_packages.install(pinned)),
        _stamped(
            "Qingce itself",
            [ROOT / "pyproject.toml", ROOT / "requirements/runtime.in", ROOT / "setup.py"],
            VENV / "stamp-qingce",
            python_packages.install_qingce,
        ),
        *_page_steps(),
    ]


def _page_steps() -> list[Step]:
    """What the pages are made of: bundled styles and scripts, compiled translations."""
    sources = [FRONTEND / "package.json", FRONTEND / "package-lock.json", FRONTEND / ".npmrc"]
    bundled = [*sources, FRONTEND / "src"]
    texts = sorted(LOCALE.rglob("*.po"))
    compiled = texts[-1].with_suffix(".mo") if texts else None
    return [
        _stamped("npm packages", sources, FRONTEND / "node_modules/.stamp-qingce", _install_npm),
        _stamped("Styles and scripts", bundled, BUNDLES / ".stamp", _bundle),
        _stamped("Translations", texts, STAMPS / "locale", _compile_translations, output=compiled),
    ]


def data_steps() -> list[Step]:
    """The database with its secret, and the demo's records with their index."""
    static = [*(ROOT / "src").rglob("static"), ROOT / "requirements/runtime.txt"]
    collected = _home() / "static"
    return [
        Step("Settings of this installation", _write_settings, ENV_FILE.exists),
        Step("Key of the public ledger", _write_ledger_key, _has_ledger_key),
        Step("Database", lambda: _django("migrate", "--no-input", "--verbosity=0")),
        _stamped("Static files", static, STAMPS / "static", _collect_static, output=collected),
        Step("Rules of a new database", _release_rules, shows_itself=True),
        Step("Demo records", _load_demo, shows_itself=True),
        Step("Search index", _build_missing_index, shows_itself=True),
        Step("Log-in of the demonstration", _make_demo_staff, shows_itself=True),
    ]


def _home() -> Path:
    return Path(os.environ.get("QINGCE_HOME") or VAR)


def _stamped(
    name: str,
    inputs: Sequence[Path],
    stamp: Path,
    act: Callable[[], None],
    *,
    output: Path | None = None,
    place: str = "",
) -> Step:
    """A step that is done again only when its inputs or its place change, or its output is gone."""

    def do() -> None:
        act()
        write_stamp(stamp, digest(inputs, place))

    def is_done() -> bool:
        return (output is None or output.exists()) and is_stamped(stamp, digest(inputs, place))

    return Step(name, do, is_done)


def _check_prerequisites() -> None:
    machine.need_python()
    machine.need_node()


def _install_npm() -> None:
    run(["npm", "ci", "--no-audit", "--no-fund"], cwd=FRONTEND)


def _bundle() -> None:
    run(["npm", "run", "build"], cwd=FRONTEND)


def _compile_translations() -> None:
    if any(LOCALE.rglob("*.po")):
        run([BIN / "pybabel", "compile", "-d", LOCALE, "-D", "django"])


def _write_settings() -> None:
    """A secret of this installation's own, readable by its owner only."""
    VAR.mkdir(exist_ok=True)
    with os.fdopen(os.open(ENV_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"QINGCE_SECRET_KEY={secrets.token_urlsafe(48)}\n")


def _has_ledger_key() -> bool:
    """Whether this installation can sign its ledger; a key in the environment comes before one in the file."""
    written = ENV_FILE.read_text("utf-8") if ENV_FILE.exists() else ""
    return bool(os.environ.get("QINGCE_LEDGER_KEY")) or "QINGCE_LEDGER_KEY=" in written


def _write_ledger_key() -> None:
    """A key of this installation's own; its name says that the ledger is one at home."""
    made = run([BIN / "qingce", "ledger", "key", LEDGER])
    (line,) = (each for each in made.splitlines() if each.startswith("QINGCE_LEDGER_KEY="))
    with ENV_FILE.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def _django(*words: str) -> None:
    run([BIN / "python", "-m", "django", *words], env=DJANGO)


def _collect_static() -> None:
    _django("collectstatic", "--no-input", "--clear", "--verbosity=0")


def _release_rules() -> None:
    """The rulebooks that come with it, into a database that has none; later versions are released by a person."""
    if show([BIN / "qingce", "rules", "release", "--if-none"]):
        raise Stop("The rulebooks could not be released; what went wrong stands above.")


def _load_demo() -> None:
    """The demo into an empty database of this folder; never among the records of a service."""
    reason = run([BIN / "python", "-m", "tools.demo_wanted"], env=DJANGO).strip()
    if reason:
        say(f"        {reason}")
    elif show([BIN / "qingce", "demo"]):
        raise Stop("The demo records could not be loaded; what went wrong stands above.")


def _build_missing_index() -> None:
    """The first visitor finds what there is; an index that is there already is kept up by the worker."""
    if show([BIN / "qingce", "reindex", "--missing"]):
        raise Stop("The search index could not be built; what went wrong stands above.")


def _make_demo_staff() -> None:
    """Somebody who can enter the office of a demonstration; never of a service."""
    told = run([BIN / "python", "-m", "tools.demo_staff"], env=DJANGO).strip()
    if told:
        say(f"        {told}")


def serve(port: int) -> None:
    """Become the server; Ctrl-C stops it."""
    address = f"http://{HOST}:{port}"
    os.environ.setdefault("QINGCE_BASE_URL", address)
    os.execv(BIN / "qingce", ["qingce", "serve", "--port", str(port)])


def main() -> None:
    """Set up, then serve."""
    port = requested_port()
    need_free_port(port)
    os.chdir(ROOT)
    take([*packages_steps("setup"), *data_steps()])
    say(f"Qingce is starting at http://{HOST}:{port}, for passkeys http://localhost:{port} (Ctrl-C stops it)")
    serve(port)


if __name__ == "__main__":
    with one_line_errors():
        main()
    sys.exit(0)
