"""The messages of `locale/`: collect new ones, or check that none is missing, doubtful or left over."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tools import machine
from tools.steps import BIN, ROOT, Stop, one_line_errors, run, say

LANGUAGES = ("zh_Hans", "en")
HANZI = re.compile(r"[\u3400-\u9fff]")


def collect(folder: Path) -> None:
    """Bring the catalogs below `folder`/locale up to date with the messages used below `folder`/src.

    Raises: Stop: gettext's programs are missing.
    """
    if not machine.gettext():
        raise Stop("gettext is needed to collect messages: install the package gettext.")
    (folder / "locale").mkdir(exist_ok=True)
    languages = [word for language in LANGUAGES for word in ("-l", language)]
    # Without Django's settings: with them it would write into this checkout's locale/, wherever it is run.
    bare = {"DJANGO_SETTINGS_MODULE": ""}
    options = [
        "--ignore=var",
        "--ignore=node_modules",
        "--ignore=bench",
        "--no-wrap",
        "--add-location=file",
        "--verbosity=0",
    ]
    run([BIN / "django-admin", "makemessages", *languages, *options], cwd=folder, env=bare)


def faults() -> list[str]:
    """What is wrong with the catalogs, a line each: missing, doubtful (fuzzy) or left-over messages."""
    folder = Path(tempfile.mkdtemp(prefix="qingce-messages-"))
    try:
        for name in ("src", "locale"):
            if (ROOT / name).exists():
                shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "dist"))
        collect(folder)
        return [fault for language in LANGUAGES for fault in _faults_of(folder, language)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _faults_of(folder: Path, language: str) -> Iterator[str]:
    path = folder / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    for message in catalog:
        if message.id:
            yield from (f"{language}: {fault}: {message.id!r}" for fault in _faults_of_one(message, language))
    yield from (f"{language}: left over: {name!r}" for name in _left_over(catalog))


def _left_over(catalog: Catalog) -> list[str]:
    return [str(message.id) for message in catalog.obsolete.values()]


def _faults_of_one(message: Message, language: str) -> Iterator[str]:
    if message.fuzzy:
        yield "doubtful"
    texts = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if not all(texts) and not _is_its_own_translation(message, language):
        yield "missing"


def _is_its_own_translation(message: Message, language: str) -> bool:
    """An English message needs no second English."""
    return language == "en" and not HANZI.search(str(message.id))


def main(words: Sequence[str]) -> int:
    """Collect, or with --check only tell."""
    if "--check" not in words:
        collect(ROOT)
        return 0
    found = faults()
    for fault in found:
        say(fault)
    return 1 if found else 0


if __name__ == "__main__":
    with one_line_errors():
        sys.exit(main(sys.argv[1:]))
