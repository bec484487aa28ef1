"""Templates: folders of data that say which fields a document has, what they are called, and how it is laid out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qingce.shared.issuing.errors import DocumentValuesWrong, TemplateBroken
from qingce.shared.issuing.writing.drafts import Draft, Rows, Text, Values

FOLDER = Path(__file__).resolve().parents[1] / "data" / "templates"
TYPES = ("text", "facts", "table", "cards", "bars", "map")
ROWS = ("table", "cards", "bars", "map")  # of columns; a card is headed by its first one
DRAWN = ("bars", "map")
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Column:
    """A column of a table. Args: label: by language. width: as a share of the others'."""

    label: dict[str, str]
    width: int
    is_number: bool


@dataclass(frozen=True)
class Field:
    """A field of a template, by language. Args: type: one of `TYPES`."""

    name: str
    type: str
    label: dict[str, str]
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Template:
    """A kind of document. Args: note: what stands beside the place for a seal; empty: it has none."""

    name: str
    title: dict[str, str]
    note: dict[str, str]
    fields: tuple[Field, ...]

    def check(self, values: Values) -> None:
        """Whether these are the values of its fields.

        Raises: DocumentValuesWrong.
        """
        if set(values) != {each.name for each in self.fields}:
            raise DocumentValuesWrong(f"{self.name} has {[each.name for each in self.fields]}; given {list(values)}.")
        for each in self.fields:
            wanted = {"text": None, "facts": 2}.get(each.type, len(each.columns))
            for row in values[each.name]:
                if isinstance(row, str) != (wanted is None) or (wanted is not None and len(row) != wanted):
                    raise DocumentValuesWrong(f"{self.name}: a row of {each.name} is not {each.type} of {wanted}.")

    def filled(self, values: Values) -> Values:
        """Values of an earlier state of the template: what came to it since, fields or last columns, is empty."""
        found: dict[str, Text | Rows] = dict(values)
        for each in self.fields:
            rows = found.setdefault(each.name, [])
            if each.columns:
                found[each.name] = [[*row, *[""] * (len(each.columns) - len(row))] for row in rows]
        return found

    def layout(self, language: str) -> Path:
        """The file that says how it looks in a language."""
        return FOLDER / self.name / f"{language}.typ"


@cache
def template(name: str) -> Template:
    """The template of this name; read once.

    Raises: TemplateBroken.
    """
    try:
        read = tomllib.loads((FOLDER / name / "template.toml").read_text("utf-8"))
        fields = tuple(_field(each) for each in read.pop("field"))
        found = Template(name=name, title=_both(read.pop("title")), note=_both(read.pop("note")), fields=fields)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise TemplateBroken(f"The template {name} cannot be read: {error}.", name=name) from error
    missing = [each for each in LANGUAGES if not found.layout(each).is_file()]
    if read or missing:
        raise TemplateBroken(f"The template {name} has {list(read)}, and no layout in {missing}.", name=name)
    return found


def templates() -> list[Template]:
    """Every template, by name."""
    return [template(path.parent.name) for path in sorted(FOLDER.glob("*/template.toml"))]


@cache
def words(language: str) -> dict[str, str]:
    """The words that every document uses, in a language."""
    read = tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))
    return {name: _both(each)[language] for name, each in read.items()}


def labels(draft: Draft) -> dict[str, str]:
    """What the fields of a draft are called."""
    return {each.name: each.label[draft.language] for each in template(draft.template).fields}


def _field(read: dict[str, Any]) -> Field:
    columns = tuple(
        Column(_both(each), int(each["width"]), bool(each.get("number"))) for each in read.get("columns", ())
    )
    if read["type"] not in TYPES or bool(columns) != (read["type"] in ROWS):
        raise ValueError(f"the field {read['name']} is of no known type, or its columns are not those of rows")
    return Field(read["name"], read["type"], _both(read), columns)


def _both(read: dict[str, Any]) -> dict[str, str]:
    return {language: str(read[language]) for language in LANGUAGES}
