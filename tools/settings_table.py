"""The table of settings in docs/operations.md, made from the settings themselves."""

from __future__ import annotations

from pathlib import Path

from pydantic.fields import FieldInfo

from qingce.config.environment import Environment
from tools.steps import ROOT, Stop

START, END = "<!-- settings: made by `make docs` -->", "<!-- end of settings -->"


def put_into(text: str) -> str:
    """The page with its table of settings made anew.

    Raises: Stop: the page lacks the two marks.
    """
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise Stop("docs/operations.md lacks the marks between which the settings stand.")
    return f"{before}{START}\n{table()}\n{END}{after}"


def table() -> str:
    """One row per setting: its variable, what holds without it, what it decides."""
    rows = [_row(name, field) for name, field in Environment.model_fields.items()]
    return "\n".join(["| variable | without it | decides |", "| --- | --- | --- |", *rows])


def _row(name: str, field: FieldInfo) -> str:
    return f"| `QINGCE_{name.upper()}` | {_without(field)} | {field.description} |"


def _without(field: FieldInfo) -> str:
    if field.is_required():
        return "does not start"
    value = field.default
    if isinstance(value, Path) and value.is_relative_to(ROOT):
        return f"`{value.relative_to(ROOT)}`"
    return f"`{value}`" if value not in ("", None) else "empty"
