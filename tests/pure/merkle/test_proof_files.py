"""Files that prove something: what good ones show, and that nothing in them can be changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.merkle.errors import (
    KeyUnreadable,
    LogOther,
    LogSplit,
    NoteUnreadable,
    NotSigned,
    ProofWrong,
    SignatureWrong,
)
from qingce.pure.merkle.notes import VerifierKey
from qingce.pure.merkle.proof_files.checking_files import check_file
from qingce.pure.merkle.proof_files.errors import (
    CertificateUnreadable,
    KeyMissing,
)
from qingce.pure.merkle.proof_files.results import Verified
from qingce.pure.merkle.proof_files.signatures import check_not_split
from tests.pure.merkle import making
from tests.pure.merkle.making import KEYS, LOG, NEXT_LOG_KEY, STRANGER, WITNESS, Json, Signing, text_of
from tests.pure.merkle.wrong_files import WRONG

pytestmark = pytest.mark.requirement("LED-1", "LED-2")
GOOD: dict[str, Callable[[], Json]] = {
    "single": making.single,
    "bulk": making.bulk,
    "closed": lambda: making.proof(3),
    "certificate": making.certificate,
    "certificate-closed": making.certificate_closed,
    "enterprise": making.enterprise_certificate,
    "growth": making.growth,
}


def checked(file: object, keys: list[VerifierKey] | None = KEYS) -> Verified:
    return check_file(file if isinstance(file, str) else text_of(file), keys)


def codes(found: Verified) -> tuple[list[str], list[str]]:
    return [each.code for each in found.shown], [each.code for each in found.not_shown]


@pytest.mark.parametrize(
    ("name", "shown", "not_shown"),
    [
        ("single", ["entry-in-log", "person-opened", "words-opened", "content-of-act"], ["truth"]),
        ("bulk", ["entry-in-log", "row-in-act"], ["truth"]),
        ("closed", ["entry-in-log"], ["person-closed", "words-closed", "truth"]),
        ("certificate", ["certificate-signed", "certificate-state", "certificate-entries"],
         ["certificate-complete", "truth"]),
        ("certificate-closed", ["certificate-signed", "certificate-state", "certificate-entries"],
         ["certificate-complete", "certificate-rows", "truth"]),
        ("enterprise", ["certificate-signed", "certificate-entries"],
         ["certificate-complete", "certificate-records", "truth"]),
        ("growth", ["log-grew"], []),
    ],
)  # fmt: skip
def test_good_file_shows_and_says_what_it_does_not(name: str, shown: list[str], not_shown: list[str]) -> None:
    found, left = codes(checked(GOOD[name]()))
    assert found == [*shown, "key-signed", "witness-signed"]
    assert sorted(left) == sorted([*not_shown, "later-acts"])


@pytest.mark.parametrize("name", GOOD)
def test_key_of_the_file_itself_is_said_to_show_little(name: str) -> None:
    given_keys, own_keys = checked(GOOD[name]()), checked(GOOD[name](), None)
    assert own_keys.shown == given_keys.shown
    more = {each.code for each in own_keys.not_shown} - {each.code for each in given_keys.not_shown}
    assert more == {"key-from-file", "same-for-all"}


def test_findings_carry_what_they_tell() -> None:
    told = {each.code: dict(each.values) for each in checked(making.single()).shown}
    assert told["entry-in-log"] == {"number": 5, "size": 12, "log": making.ORIGIN}
    assert told["person-opened"] == {"person": making.PERSON}
    assert told["content-of-act"] == {"kind": "record", "subject": 3}
    assert told["key-signed"] == {"key": f"{LOG.name}+{LOG.verifier.key_id.hex()}"}
    assert told["witness-signed"] == {"name": "witness.example", "at": "2026-11-18T11:06:40Z"}
    row = {each.code: dict(each.values) for each in checked(making.bulk()).shown}["row-in-act"]
    assert row == {"kind": "record", "subject": 3, "place": 3, "count": 7}
    assert [each.kind for each in checked(making.single()).texts] == ["entry", "statement", "words"]


def test_checkpoints_of_two_logs_do_not_extend_each_other() -> None:
    file = making.growth(5, **{"from": making.checkpoint(5, Signing(STRANGER))})
    with pytest.raises(LogOther):
        checked(file, [*KEYS, STRANGER.verifier])


def test_unknown_witness_is_counted_but_not_believed() -> None:
    shown, left = codes(checked(making.single(), [LOG.verifier]))
    assert "witness-signed" not in shown
    assert {"signatures-unknown", "same-for-all"} <= set(left)


def test_checkpoint_alone_is_checked_by_a_given_key_only() -> None:
    assert codes(checked(making.checkpoint()))[0] == ["checkpoint-signed", "key-signed", "witness-signed"]
    with pytest.raises(KeyMissing):
        checked(making.checkpoint(), None)


def test_key_that_was_changed_since_is_enough_where_both_signed() -> None:
    old = making.checkpoint(5, Signing(NEXT_LOG_KEY))
    file = making.growth(5, **{"from": old})
    with pytest.raises(NotSigned):
        checked(file)
    signed = [each for each in checked(file, [*KEYS, NEXT_LOG_KEY.verifier]).shown if each.code == "key-signed"]
    assert len(signed) == 2


@pytest.mark.parametrize(("file", "error"), WRONG)
def test_what_does_not_hold_is_refused_by_its_cause(file: Json, error: type[InvalidValue]) -> None:
    with pytest.raises(InvalidValue) as caught:
        checked(file)
    assert type(caught.value) is error


@pytest.mark.parametrize(
    "lines",
    [
        ("entry 0",), ("state gone", "entry 0"), ("state published", "entry 5", "entry 0"),
        ("state published", "entry 0", "entry 0"), ("state published", "entry 00"), ("state published", "", "entry 0"),
        ("state published", "entry 0", "record 3 published " + "00" * 32), ("state published", "entry 0", "more"),
    ],
)  # fmt: skip
def test_certificate_of_other_lines_is_refused(lines: tuple[str, ...]) -> None:
    with pytest.raises(CertificateUnreadable):
        checked(making.certificate(making.note_text(*lines)))


def test_certificate_without_entries_shows_only_the_logs_word() -> None:
    shown, left = codes(checked(making.certificate(making.note_text("state published"), [])))
    assert shown == ["certificate-signed", "certificate-state", "certificate-entries", "key-signed"]
    assert left == ["certificate-complete", "same-for-all", "later-acts", "truth"]


def test_rewritten_tail_signed_with_the_old_key_is_caught() -> None:
    leaves = [making.leaf_hash(each.encode()) for each in making.ENTRIES]
    rewritten = making.Tree([*leaves[:4], *(making.leaf_hash(making.entry(n).encode()) for n in range(40, 48))])
    newer = making.checkpoint(12, tree=rewritten)
    with pytest.raises(ProofWrong):
        checked(making.growth(5, to=newer, proof=rewritten.growth(5)))
    with pytest.raises(LogSplit):
        check_not_split([*checked(newer).logs, *checked(making.single()).logs])
    check_not_split([*checked(making.growth()).logs, *checked(making.single()).logs])


def test_keys_of_a_file_are_read_only_where_nobody_gave_any() -> None:
    file = making.single(keys=["no key"])
    assert checked(file).shown
    with pytest.raises(KeyUnreadable):
        checked(file, None)


def _check_no_more(found: Verified, good: Verified) -> None:
    """All the same; but a witness whose line is damaged is one that nobody knows."""
    lost = [each for each in good.shown if each not in found.shown]
    assert [each for each in found.shown if each not in good.shown] == []
    assert [each.code for each in lost] in ([], ["witness-signed"])
    assert found.texts == good.texts


def spots(text: str) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, len(text.encode()) - 1), st.integers(0, 7))


TEXTS = {name: text_of(make()) for name, make in GOOD.items()}


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(TEXTS)).flatmap(lambda name: st.tuples(st.just(name), spots(TEXTS[name]))))
@example(("single", (0, 0)))
def test_one_bit_of_a_good_file_is_refused_or_shows_no_more(spot: tuple[str, tuple[int, int]]) -> None:
    name, (place, bit) = spot
    damaged = bytearray(TEXTS[name].encode())
    damaged[place] ^= 1 << bit
    try:
        found = checked(damaged.decode())
    except (InvalidValue, UnicodeDecodeError):
        return
    _check_no_more(found, checked(TEXTS[name]))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_cut_or_doubled_part_of_a_good_file_is_refused_or_shows_no_more(name: str, data: st.DataObject) -> None:
    text = TEXTS[name]
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    damaged = data.draw(st.sampled_from([text[:start] + text[end:], text[:end] + text[start:]]))
    try:
        found = checked(damaged)
    except InvalidValue:
        return
    _check_no_more(found, checked(text))


def test_witness_by_a_known_key_must_fit_too() -> None:
    note = making.checkpoint()
    above, below = note[: note.rindex("— ")], note[note.rindex("— ") :]
    flipped = below[:-10] + ("A" if below[-10] != "A" else "B") + below[-9:]
    with pytest.raises((SignatureWrong, NoteUnreadable)):
        checked(making.single(checkpoint=above + flipped))
    assert checked(making.single(checkpoint=above + flipped), [LOG.verifier]).shown
    assert WITNESS.verifier.kind != LOG.verifier.kind
