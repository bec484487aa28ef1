"""What is sent to a witness, in the form of the standard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.merkle.errors import NoteUnreadable, WitnessRequestUnreadable
from qingce.pure.merkle.witnessing import MOST_HASHES, WitnessRequest, read_request
from tests.tile_log import TileLog

pytestmark = pytest.mark.requirement("LED-2")
NOTE = TileLog().grow(3).note()
# The example of the standard, whose signatures are made up.
PUBLISHED = (
    "old 20852014\n"
    "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
    "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
    "\n"
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5"
    "/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)


def test_example_of_the_standard_is_read_and_written() -> None:
    request = read_request(PUBLISHED.encode())
    assert (request.old_size, len(request.proof)) == (20_852_014, 4)
    assert request.note.text.startswith("example.com/behind-the-sofa\n20852163\n")
    assert request.written == PUBLISHED.encode()


@given(st.integers(0, 10**17), st.lists(st.binary(min_size=32, max_size=32), max_size=MOST_HASHES))
def test_requests_survive_being_written(size: int, proof: list[bytes]) -> None:
    request = WitnessRequest(size, tuple(proof), NOTE)
    assert read_request(request.written) == request


@pytest.mark.parametrize(
    "above",
    ["", "old", "old 01", "old -1", "old x", "old 1 ", "new 1", "old 1\nAAAA", "old 1\n!", "old " + "9" * 30,
     "\nold 1", "old 1\n" + "\n".join(["A" * 43 + "="] * 64)],
)  # fmt: skip
def test_what_is_no_request_is_refused(above: str) -> None:
    with pytest.raises(WitnessRequestUnreadable):
        read_request(f"{above}\n\n{NOTE.written}".encode())


def test_bytes_that_are_no_text_and_notes_that_are_none_are_refused() -> None:
    with pytest.raises(WitnessRequestUnreadable):
        read_request(b"old 0\n\n\xff")
    with pytest.raises(NoteUnreadable):
        read_request(b"old 0\n\nnothing\n")
