from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum

from qingce.pure.kernel.tables import read_table
from qingce.pure.kernel.uscc import (
    InvalidUscc,
    UsccAlphabetError,
    UsccCategoryError,
    UsccCheckDigitError,
    UsccLengthError,
    UsccPlaceholderError,
    UsccStatus,
    is_masked,
    is_uscc,
    parse_uscc,
    uscc_status,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
REAL = [
    "91410329MA3X5NQR97",
    "91441802749962148P",
    "91441721MA4WWAJW8X",
    "91441802MA52ERK3XJ",
    "91410381MA3XEATU6K",
    "91340111MA2WCEYA1W",
    "92350322MA2YR5520M",
    "91640221MA772ATGXA",
    "913100006072204056",
    "91310000778929080B",
]
MASKED = [
    "91430681XXXXXXXXXX",
    "125********7181838",
    "912103******084167",
    "91430102**********",
    "91340422MA***0D75(1-1)",
    "9144028170794****E",
    "91430700MAEH1BXXXX",
    "91620104091190****",
    "91620104091190＊＊＊＊",
]


@pytest.mark.requirement("REC-4")
@pytest.mark.parametrize("code", REAL)
def test_real_codes_are_valid(code: str) -> None:
    assert parse_uscc(code) == code
    assert uscc_status(code) is UsccStatus.VALID


@pytest.mark.parametrize(
    "written",
    [
        "９１４１０３２９ＭＡ３Ｘ５ＮＱＲ９７",
        " 91410329-MA3X5NQR9-7\n",
        "91410329ma3x5nqr97",
        "9141 0329 MA3X 5NQR 97",
        "\ufeff91410329MA3X5NQR97\x00",
    ],
)
def test_parse_uscc_reads_other_spellings(written: str) -> None:
    assert parse_uscc(written) == "91410329MA3X5NQR97"


@pytest.mark.parametrize("first", ["N2310115MF0000001", "Y1310115MF0000001", "A1310115MF0000001"])
def test_parse_uscc_accepts_codes_that_begin_with_a_letter(first: str) -> None:
    """Village collectives have N, other bodies A and Y: made-up codes, each with the check digit it asks for."""
    with pytest.raises(UsccCheckDigitError) as caught:
        parse_uscc(first + ("1" if not is_uscc(first + "1") else "2"))
    code = first + str(caught.value.params["expected"])
    assert parse_uscc(code) == code


def test_parse_uscc_tells_the_expected_check_digit() -> None:
    with pytest.raises(UsccCheckDigitError) as caught:
        parse_uscc("91410329MA3X5NQR98")
    assert caught.value.code == "uscc-check-digit"
    assert caught.value.params == {"text": "91410329MA3X5NQR98", "found": "8", "expected": "7"}


@pytest.mark.parametrize(("text", "length"), [("", 0), ("9141", 4), ("91410329MA3X5NQR971", 19)])
def test_parse_uscc_tells_a_wrong_length(text: str, length: int) -> None:
    with pytest.raises(UsccLengthError) as caught:
        parse_uscc(text)
    assert caught.value.params == {"length": length, "expected": 18}


@pytest.mark.parametrize(
    ("text", "character", "position"),
    [
        ("91410329MA3X5NQRO7", "O", 17),
        ("9141032AMA3X5NQR97", "A", 8),
        ("清1410329MA3X5NQR97", "清", 1),
        ("91410329MA3X5NQR9<", "<", 18),
    ],
)
def test_parse_uscc_tells_a_wrong_character(text: str, character: str, position: int) -> None:
    with pytest.raises(UsccAlphabetError) as caught:
        parse_uscc(text)
    assert caught.value.params == {"character": character, "position": position}


@pytest.mark.parametrize("text", MASKED)
def test_masked_codes_are_recognised(text: str) -> None:
    assert is_masked(text)
    assert uscc_status(text) is UsccStatus.MASKED


@pytest.mark.parametrize("code", REAL)
def test_a_valid_code_is_never_masked(code: str) -> None:
    assert not is_masked(code)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("913101167800233824", UsccStatus.WRONG_CHECK_DIGIT),
        ("310115400012345", UsccStatus.OLD_REGISTRATION_NO),
        ("310115400012345(1-1)", UsccStatus.OLD_REGISTRATION_NO),
        ("60722040-5", UsccStatus.ORGANISATION_CODE),
        ("07479319X", UsccStatus.ORGANISATION_CODE),
        ("企独沪总字第000001号", UsccStatus.MALFORMED),
        ("9141", UsccStatus.MALFORMED),
        ("", UsccStatus.EMPTY),
        (" / ", UsccStatus.EMPTY),
        ("无", UsccStatus.EMPTY),
    ],
)
def test_uscc_status_tells_what_stands_there(text: str, status: UsccStatus) -> None:
    assert uscc_status(text) is status


@given(st.text(max_size=30))
def test_uscc_status_never_raises_and_agrees_with_parse(text: str) -> None:
    is_valid = uscc_status(text) is UsccStatus.VALID
    assert is_valid == is_uscc(text)
    if not is_valid:
        with pytest.raises(InvalidUscc):
            parse_uscc(text)


@given(st.sampled_from(REAL), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(code: str, place: int, character: str) -> None:
    assert is_uscc(code[:place] + character + code[place + 1 :]) == (code[place] == character)


FILLERS = [
    "000000000000000000",
    "123456789012345678",
    "91000000000000000K",
    "913100001111111117",
    "91310000XXXXXXXXXX",
    "911234567890123456",
    "919876543210987654",
]


@pytest.mark.requirement("REC-4")
@pytest.mark.parametrize("text", FILLERS)
def test_codes_typed_to_fill_the_field_identify_no_one(text: str) -> None:
    assert not is_uscc(text)
    assert uscc_status(text) in {UsccStatus.PLACEHOLDER, UsccStatus.MASKED}
    with pytest.raises(UsccPlaceholderError) as caught:
        parse_uscc(text)
    assert (caught.value.code, caught.value.params) == ("uscc-placeholder", {"text": text})


def right(first: str) -> str:
    return first + str(stdnum.calc_check_digit(first))


def test_code_of_no_registration_authority_is_a_placeholder() -> None:
    code = right("0131000060722040X")
    assert uscc_status(code) is UsccStatus.PLACEHOLDER
    with pytest.raises(UsccCategoryError) as caught:
        parse_uscc(code)
    assert (caught.value.code, caught.value.params) == ("uscc-category", {"text": code, "found": "01"})


def test_code_of_no_registration_authority_with_a_wrong_check_digit_is_mistyped() -> None:
    assert uscc_status("013100006072204056") is UsccStatus.WRONG_CHECK_DIGIT


@pytest.mark.parametrize("code", ["91000000MA0000001R", "91000000MA0000002W"])
def test_the_division_is_not_looked_up(code: str) -> None:
    assert uscc_status(code) is UsccStatus.VALID


@pytest.mark.parametrize("row", read_table("uscc_categories.csv"), ids=lambda row: row["code"])
def test_every_category_of_the_table_is_accepted(row: dict[str, str]) -> None:
    code = right(f"{row['code']}310000607220405")
    assert parse_uscc(code) == code
    assert row["basis"] in {"standard", "practice", "unsure"}


@given(st.integers(0, 10**6 - 1), st.text(alphabet=ALPHABET, min_size=2, max_size=2))
def test_check_digit_agrees_with_python_stdnum(division: int, rest: str) -> None:
    code = f"91{division:06}MA3X5NQ{rest}"[:17]
    assert is_uscc(right(code))
    for last in ALPHABET:
        assert is_uscc(code + last) == stdnum.is_valid(code + last)
