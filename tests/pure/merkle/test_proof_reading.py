"""Files that are not what they say, or that two programs would read differently."""

from __future__ import annotations

import json

import pytest

from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.merkle.errors import NoteUnreadable
from qingce.pure.merkle.proof_files.checking_files import check_file
from qingce.pure.merkle.proof_files.errors import (
    FieldWrong,
    FileNotText,
    FileTooLarge,
    FormatUnknown,
)
from qingce.pure.merkle.proof_files.reading import LARGEST_BYTES, read_bytes, read_canonical, read_json
from tests.pure.merkle import making
from tests.pure.merkle.wrong_files import OTHER_KINDS, TWO_WAYS

pytestmark = pytest.mark.requirement("LED-1", "LED-2")
GOOD = making.text_of(making.single())


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"x" * (LARGEST_BYTES + 1), FileTooLarge), (b"\xff\xfe{}", FileNotText), (b"\xed\xa0\x80", FileNotText)],
)
def test_bytes_that_are_no_text_are_refused(content: bytes, error: type[InvalidValue]) -> None:
    with pytest.raises(error):
        read_bytes(content)


@pytest.mark.parametrize(("text", "error"), TWO_WAYS)
def test_json_that_can_be_read_in_two_ways_is_refused(text: str, error: type[InvalidValue]) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_json(text)
    assert type(caught.value) is error


def test_text_beyond_the_limit_is_not_even_read() -> None:
    with pytest.raises(FileTooLarge):
        read_json(" " * (LARGEST_BYTES + 1))


def test_whole_numbers_are_whole_however_written() -> None:
    assert repr(read_json("[5.0, 5e0, -0, -0.0, 0.5, 9007199254740991]")) == "[5, 5, 0, 0, 0.5, 9007199254740991]"


@pytest.mark.parametrize("text", ['{"b":1,"a":2}', '{ "a":1}', '{"a":1.0}', '{"a":"\\u0041"}', "[1e0]", "-0"])
def test_text_that_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="canonical"):
        read_canonical(text)


@pytest.mark.parametrize(("changes", "error"), OTHER_KINDS)
def test_field_of_another_kind_is_refused(changes: dict[str, object], error: type[InvalidValue]) -> None:
    with pytest.raises(InvalidValue) as caught:
        check_file(json.dumps(json.loads(GOOD) | changes), making.KEYS)
    assert type(caught.value) is error


@pytest.mark.parametrize("name", ["entry", "number", "proof", "checkpoint"])
def test_field_that_is_missing_is_named(name: str) -> None:
    file = json.loads(GOOD)
    del file[name]
    with pytest.raises(FieldWrong, match=f"file.{name}"):
        check_file(json.dumps(file), making.KEYS)


@pytest.mark.parametrize(("text", "error"), [("", NoteUnreadable), ("[]", FormatUnknown), ("{}", FormatUnknown),
                                             ("null", NoteUnreadable), ("\ufeff{}", NoteUnreadable)])  # fmt: skip
def test_what_is_none_of_the_files_is_refused(text: str, error: type[InvalidValue]) -> None:
    with pytest.raises(error):
        check_file(text, making.KEYS)


@pytest.mark.parametrize("keys", [[1], ["x"] * 101])
def test_keys_of_a_file_are_few_texts(keys: list[object]) -> None:
    with pytest.raises(FieldWrong):
        check_file(making.text_of(making.single(keys=keys)), None)
