"""Mappings: how the columns of somebody's file become canonical columns, written in TOML and checked strictly."""

from __future__ import annotations

import hashlib
import re
import string
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from qingce.pure.kernel.text import clean
from qingce.shared.intake.errors import BadMapping

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Dictionary

    from qingce.shared.intake.enums import Field

CANONICAL = "canonical"
_KEYS = frozenset({"name", "title", "locale", "empty", "constants", "columns", "when", "public"})
_RULE_KEYS = frozenset({"from", "join", "values", "template", "match", "absent", "pairs", "always"})
_WHEN_KEYS = frozenset({"column", "not_empty", "one_of"})
_LOCALES = ("zh", "en")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class ColumnRule:
    """How one canonical column is made.

    Args:
        sources: columns of the file, in order.
        join: text between several sources; absent ones are passed over.
        templates: texts with {column}; the first whose columns all hold something is used. Empty: no template.
        values: source text → canonical text; a text that is not listed stays.
        match: keeps the first group (or the whole match) of this pattern; a text without it counts as absent.
        absent: a text with this pattern counts as absent.
        pairs: name → column; they make `name=text; …` of the columns that hold something. always: pairs beside them.
    """

    sources: tuple[str, ...]
    join: str = ""
    templates: tuple[str, ...] = ()
    values: Dictionary[str, str] = field(default_factory=dict)
    match: str = ""
    absent: str = ""
    pairs: Dictionary[str, str] = field(default_factory=dict)
    always: Dictionary[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowFilter:
    """Which rows are taken: those where `column` holds something, or one of some texts."""

    column: str
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnMapping:
    """A mapping: constants, rules per canonical column, texts that mean "absent", and a filter of rows.

    Args:
        sha256: of the mapping as written; with the file's own it identifies a batch.
        public: columns of the file that anybody may read beside a record; the others stay in the saved copy, which is
            never served: files also bring telephone and identity numbers.
    """

    name: str
    title: Dictionary[str, str]
    locale: str
    empty: tuple[str, ...]
    constants: Dictionary[str, str]
    columns: Dictionary[str, ColumnRule]
    when: RowFilter | None
    sha256: str
    public: tuple[str, ...] = ()

    @property
    def is_canonical(self) -> bool:
        """Whether the file's own headers are the canonical names."""
        return not self.columns

    def heading_of(self, column: str) -> str:
        """How the file heads what became a column; a heading of the file is its own; empty: it heads none so."""
        rule = self.columns.get(column)
        return " + ".join(rule.sources) if rule else "" if column in self.constants else column


def canonical_mapping(fields: Iterable[Field]) -> ColumnMapping:
    """The mapping of files whose headers already are canonical names; other columns are passed over, and not public."""
    digest = hashlib.sha256(CANONICAL.encode()).hexdigest()
    title = {"zh": "标准列名", "en": "Canonical column names"}
    return ColumnMapping(CANONICAL, title, "zh", (), {}, {}, None, digest, tuple(each.name for each in fields))


def load_mapping(name_or_path: str | Path, *, fields: Iterable[Field], folder: Path) -> ColumnMapping:
    """A mapping, by its name in a folder or by the path of its file.

    Args:
        name_or_path: `canonical` (or empty) for files with canonical headers.
        fields: the canonical columns there are.
        folder: where `<name>.toml` is looked for.
    Raises: BadMapping: not found, or with the file and the key that cannot be followed.
    """
    if str(name_or_path) in {"", CANONICAL}:
        return canonical_mapping(fields)
    path = _find(name_or_path, folder)
    return _parse(path.read_bytes(), file=path.name, fields=fields)


def parse_mapping(text: str, *, name: str, fields: Iterable[Field]) -> ColumnMapping:
    """A mapping from its text; the same text is the same mapping, wherever it is kept.

    Args: name: what complaints call it. text: TOML; empty: the canonical mapping.
    Raises: BadMapping: with the key that cannot be followed.
    """
    if not text:
        return canonical_mapping(fields)
    return _parse(text.encode(), file=name, fields=fields)


def mapping_text(name_or_path: str | Path, *, folder: Path) -> str:
    """The text of a mapping, by its name in a folder or the path of its file; empty for the canonical one.

    Raises: BadMapping: not found, or not in UTF-8.
    """
    if str(name_or_path) in {"", CANONICAL}:
        return ""
    path = _find(name_or_path, folder)
    return _decoded(path.read_bytes(), file=path.name)


def _parse(raw: bytes, *, file: str, fields: Iterable[Field]) -> ColumnMapping:
    try:
        data = tomllib.loads(_decoded(raw, file=file).removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(file, error) from error
    return _Reader(file, {each.name for each in fields}).mapping(data, hashlib.sha256(raw).hexdigest())


def _decoded(raw: bytes, *, file: str) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise _no_toml(file, error) from error


def _no_toml(file: str, error: Exception) -> BadMapping:
    return BadMapping(f"{file} is not TOML in UTF-8: {error}.", cause="toml", file=file, key="", error=error)


def mapping_names(folder: Path) -> list[str]:
    """The names of the mappings in a folder, `canonical` first."""
    return [CANONICAL, *sorted(path.stem for path in folder.glob("*.toml"))]


def template_columns(template: str) -> tuple[str, ...]:
    """The columns that a template names, in order.

    Raises: ValueError: braces that don't pair, or a format inside them.
    """
    parts = [(name, spec, conversion) for _, name, spec, conversion in string.Formatter().parse(template)]
    if any(name == "" or spec or conversion for name, spec, conversion in parts if name is not None):
        raise ValueError("write {column} and nothing more inside the braces")
    return tuple(name for name, _, _ in parts if name is not None)


def _find(name_or_path: str | Path, folder: Path) -> Path:
    path = Path(name_or_path)
    if path.suffix == ".toml" and path.is_file():
        return path
    named = folder / f"{name_or_path}.toml"
    if _NAME.fullmatch(str(name_or_path)) and named.is_file():
        return named
    listed = ", ".join(mapping_names(folder))
    raise BadMapping(
        f"There is no mapping {str(name_or_path)!r}; give the path of a .toml file or one of: {listed}.",
        cause="absent", file=str(name_or_path), key="", names=listed,
    )  # fmt: skip


class _Reader:
    """Reads one mapping file; every complaint names the file and the key."""

    def __init__(self, file: str, canonical: set[str]) -> None:
        self.file = file
        self.canonical = canonical

    def mapping(self, data: dict[str, Any], sha256: str) -> ColumnMapping:
        self._known(data, _KEYS, "")
        title = self._title(self._table(data, "title"))
        columns = {name: self._rule(value, f"columns.{name}") for name, value in self._table(data, "columns").items()}
        constants = self._table(data, "constants")
        self._canonical(columns, "columns")
        self._canonical(constants, "constants")
        if twice := sorted(columns.keys() & constants.keys()):
            raise self._bad(f"constants.{twice[0]}", "twice", "is also under [columns]; keep one")
        if not columns:
            raise self._bad("columns", "no-columns", "is missing; name at least one column")
        when = self._when(data["when"]) if "when" in data else None
        used = [source for rule in columns.values() for source in rule.sources] + ([when.column] if when else [])
        public = dict.fromkeys([*used, *self._texts(data.get("public", []), "public")])
        return ColumnMapping(
            name=clean(self._text(data, "name", "")),
            title=title,
            locale=self._locale(data),
            empty=self._texts(data.get("empty", []), "empty"),
            constants={name: self._text(constants, name, "constants.") for name in constants},
            columns=columns,
            when=when,
            sha256=sha256,
            public=tuple(clean(name) for name in public),
        )

    def _rule(self, value: object, key: str) -> ColumnRule:
        if isinstance(value, str):
            return ColumnRule((self._not_blank(value, key),))
        if not isinstance(value, dict):
            raise self._bad(key, "rule", 'must be "column" or a table such as { from = "column" }')
        self._known(value, _RULE_KEYS, f"{key}.")
        if "pairs" in value:
            return self._pairs(value, key)
        values = self._values(value.get("values", {}), f"{key}.values")
        match = self._pattern(value.get("match", ""), f"{key}.match")
        absent = self._pattern(value.get("absent", ""), f"{key}.absent")
        if "template" in value:
            if "from" in value or "join" in value:
                raise self._bad(key, "two-ways", "has `template` beside `from` or `join`; keep one way")
            templates = self._texts(value["template"], f"{key}.template")
            sources = tuple(dict.fromkeys(name for each in templates for name in self._columns_of(each, key)))
            return ColumnRule(sources, templates=templates, values=values, match=match, absent=absent)
        sources = self._texts(value.get("from", []), f"{key}.from")
        if not sources:
            raise self._bad(f"{key}.from", "no-source", "is missing; name the column of the file")
        if (len(sources) > 1) != ("join" in value):
            raise self._bad(f"{key}.join", "join", "goes with several columns in `from`, and only with them")
        join = self._text(value, "join", f"{key}.") if "join" in value else ""
        return ColumnRule(sources, join=join, values=values, match=match, absent=absent)

    def _pairs(self, value: dict[str, Any], key: str) -> ColumnRule:
        if set(value) - {"pairs", "always"}:
            raise self._bad(key, "two-ways", "has `pairs` beside another way; keep one way")
        pairs = self._values(value["pairs"], f"{key}.pairs")
        always = self._values(value.get("always", {}), f"{key}.always")
        return ColumnRule(tuple(dict.fromkeys(pairs.values())), pairs=pairs, always=always)

    def _columns_of(self, template: str, key: str) -> tuple[str, ...]:
        try:
            return template_columns(template)
        except ValueError as error:
            raise self._bad(f"{key}.template", "template", f"cannot be followed: {error}") from error

    def _pattern(self, value: object, key: str) -> str:
        if not isinstance(value, str):
            raise self._bad(key, "no-text", "must be a text")
        try:
            re.compile(value)
            pl.Series([""]).str.contains(value)
        except (re.error, pl.exceptions.PolarsError) as error:
            raise self._bad(key, "pattern", f"is not a pattern: {error}", error=str(error)) from error
        return value

    def _values(self, value: object, key: str) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            raise self._bad(key, "table-of-texts", "must be a table of texts")
        return value

    def _when(self, value: object) -> RowFilter:
        if not isinstance(value, dict):
            raise self._bad("when", "table", "must be a table")
        self._known(value, _WHEN_KEYS, "when.")
        if (value.get("not_empty") is True) == ("one_of" in value):
            raise self._bad("when", "when", "needs either `not_empty = true` or `one_of = [...]`")
        return RowFilter(self._text(value, "column", "when."), self._texts(value.get("one_of", []), "when.one_of"))

    def _title(self, data: dict[str, Any]) -> dict[str, str]:
        self._known(data, frozenset(_LOCALES), "title.")
        return {locale: self._text(data, locale, "title.") for locale in _LOCALES}

    def _locale(self, data: dict[str, Any]) -> str:
        locale = data.get("locale", "zh")
        if locale not in _LOCALES:
            raise self._bad("locale", "locale", "must be zh or en")
        return str(locale)

    def _texts(self, value: object, key: str) -> tuple[str, ...]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise self._bad(key, "texts", "must be a text or a list of texts")
        return tuple(values)

    def _text(self, data: dict[str, Any], name: str, parent: str) -> str:
        value = data.get(name)
        if not isinstance(value, str):
            raise self._bad(parent + name, "no-text", "is missing or not a text")
        return value

    def _not_blank(self, value: str, key: str) -> str:
        if not value.strip():
            raise self._bad(key, "blank", "must not be blank")
        return value

    def _table(self, data: dict[str, Any], name: str) -> dict[str, Any]:
        value = data.get(name, {})
        if not isinstance(value, dict):
            raise self._bad(name, "table", "must be a table")
        return value

    def _known(self, data: Iterable[str], known: frozenset[str], parent: str) -> None:
        if unknown := sorted(set(data) - known):
            listed = ", ".join(sorted(known))
            raise self._bad(parent + unknown[0], "unknown-key", f"is not known; there are {listed}", known=listed)

    def _canonical(self, names: Iterable[str], key: str) -> None:
        if unknown := sorted(set(names) - self.canonical):
            listed = ", ".join(sorted(self.canonical))
            why = f"is not a canonical column; there are {listed}"
            raise self._bad(f"{key}.{unknown[0]}", "not-canonical", why, known=listed)

    def _bad(self, key: str, cause: str, why: str, **params: str) -> BadMapping:
        return BadMapping(f"{self.file}: `{key}` {why}.", cause=cause, file=self.file, key=key, **params)
