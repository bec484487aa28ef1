"""The language of the person at the terminal: --lang, else what the terminal asks for."""

from __future__ import annotations

import os
from contextvars import ContextVar

_chosen: ContextVar[str] = ContextVar("language", default="")


def choose_language(language: str) -> None:
    """Speak `zh` or `en` from now on; "" follows the terminal again."""
    _chosen.set(language)


def language() -> str:
    """`zh` or `en`: what was chosen, else Chinese where the terminal is Chinese, else English."""
    if _chosen.get():
        return _chosen.get()
    asked = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if asked.lower().startswith("zh") else "en"


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its English word, such as "1 entry", "2 entries"; many: by default the word with an s."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def say(zh: str, en: str) -> str:
    """The words of the person's language. Help texts may use it: command modules are imported after --lang."""
    return zh if language() == "zh" else en
