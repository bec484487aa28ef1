"""From the files of a version to a book: read, held against the schema, checked as a whole."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from qingce.pure.kernel.canonical import sha256_hex
from qingce.pure.rules.book import Book
from qingce.pure.rules.checking import check_book
from qingce.pure.rules.errors import InvalidRulebook, NoSuchRulebook
from qingce.pure.rules.packing import pack, text_of
from qingce.pure.rules.places import SECTION_FIELDS, quoted
from qingce.pure.rules.schema import BookHead, Golden, Sections

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEAD = "book.toml"
CASES = "cases"
Model = TypeVar("Model", bound=BaseModel)
_SAID = {
    "missing": ("this must be given.", "missing"),
    "extra_forbidden": ("the format has no such key; see rulebook/README.md.", "extra"),
}


def read_files(folder: Path) -> dict[str, bytes]:
    """The files of one version as they are, by their path in its folder.

    Raises: NoSuchRulebook: there is no such folder. InvalidRulebook: something else than TOML files lies there.
    """
    if not folder.is_dir():
        raise NoSuchRulebook(f"There is no folder {folder}.", name=str(folder))
    found = [each for each in sorted(folder.rglob("*")) if each.is_file() and not each.name.startswith(".")]
    names = [each.relative_to(folder).as_posix() for each in found]
    for name in names:
        _check_place(name)
    return {name: each.read_bytes() for name, each in zip(names, found, strict=True)}


def read_book(files: Mapping[str, bytes]) -> Book:
    """A version of a book, checked as a whole.

    Args: files: all of the version, those taken over included; by path in its folder.
    Raises: InvalidRulebook: names the file, the key and what is wrong.
    """
    head = read_head(files)
    stated: dict[str, dict[str, Any]] = {section: {} for section in SECTION_FIELDS}
    places: dict[tuple[str, str], str] = {}
    for name in sorted(files.keys() - {HEAD}):
        _check_place(name)
        if not name.startswith(f"{CASES}/"):
            _take(stated, places, name, _parsed(name, files[name], Sections))
    packed = pack(files)
    book = Book(
        head=head,
        **{SECTION_FIELDS[section]: each for section, each in stated.items()},
        golden=_golden(files),
        files=places,
        packed=packed,
        digest=sha256_hex(packed),
    )
    check_book(book)
    return book


def read_head(files: Mapping[str, bytes]) -> BookHead:
    """What a version says of itself.

    Raises: InvalidRulebook: `book.toml` is missing or wrong.
    """
    if HEAD not in files:
        raise InvalidRulebook(HEAD, "", "every version needs this file; it says what the version is.", cause="head")
    return _parsed(HEAD, files[HEAD], BookHead)


def _take(stated: dict[str, dict[str, Any]], places: dict[tuple[str, str], str], name: str, said: Sections) -> None:
    for section in SECTION_FIELDS:
        for key, value in getattr(said, "lists" if section == "list" else section).items():
            if key in stated[section]:
                first = places[section, key]
                raise InvalidRulebook(
                    name, f"{section}.{key}", f"{first} has it already; keep one.", cause="twice", other=first
                )
            stated[section][key] = value
            places[section, key] = name


def _golden(files: Mapping[str, bytes]) -> Golden:
    read = [_parsed(name, files[name], Golden) for name in sorted(files) if name.startswith(f"{CASES}/")]
    return Golden(
        case=tuple(each for golden in read for each in golden.case),
        shelf=tuple(each for golden in read for each in golden.shelf),
        value=tuple(each for golden in read for each in golden.value),
        count=tuple(each for golden in read for each in golden.count),
    )


def _check_place(name: str) -> None:
    path = PurePosixPath(name)
    if path.suffix != ".toml" or path.parent.as_posix() not in {".", CASES}:
        raise InvalidRulebook(
            name, "", "a version holds .toml files, and cases/ with .toml files; put this elsewhere.", cause="place"
        )


def _parsed(name: str, content: bytes, model: type[Model]) -> Model:
    try:
        said = tomllib.loads(text_of(name, content), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InvalidRulebook(name, "", f"this is no TOML: {error}.", cause="toml", said=str(error)) from error
    try:
        return model.model_validate(said)
    except ValidationError as error:
        raise _refusal(name, said, error) from error


def _refusal(name: str, said: dict[str, Any], error: ValidationError) -> InvalidRulebook:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    why, cause = _SAID.get(first["type"], (f"{first['msg']}.", "shape"))
    return InvalidRulebook(name, _key(said, first["loc"]), why, cause=cause)


def _key(said: Any, location: tuple[int | str, ...]) -> str:
    """The place as TOML writes it; what pydantic adds about unions is no part of it."""
    parts: list[str] = []
    for part in location:
        inside = (isinstance(said, dict) and part in said) or (isinstance(said, list) and isinstance(part, int))
        if part == "[key]" or (not inside and not isinstance(said, dict)):
            break
        parts.append(f"[{part + 1}]" if isinstance(part, int) else f"{'.' * bool(parts)}{quoted(part)}")
        if not inside:
            break
        said = said[part]
    return "".join(parts)
