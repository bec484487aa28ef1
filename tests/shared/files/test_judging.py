"""Broken files of every kind: judged or refused in words, never a crash."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from qingce.pure.kernel.errors import QingceError
from qingce.shared.files.checking.judging import judge
from tests import hostile_files as made

TYPES = frozenset({"pdf", "jpeg", "png", "docx", "xlsx"})
WHOLE = [
    made.plain_pdf(),
    made.acting_pdf(),
    made.picture(),
    made.picture("PNG"),
    made.office("docx", **{"word___rels__document.xml.rels": made.relation("hyperlink", "https://example.org/")}),
    made.office("xlsx"),
]


@given(
    whole=st.sampled_from(WHOLE),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), max_size=6),
    kept=st.floats(0.02, 1),
)
@settings(max_examples=300, deadline=None)
def test_broken_file_is_judged_or_refused_in_words(
    whole: bytes, changes: list[tuple[float, bytes]], kept: float
) -> None:
    content = bytearray(whole)
    for place, piece in changes:
        start = int(place * len(content))
        content[start : start + len(piece)] = piece
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "came", Path(folder) / "cleaned"
        source.write_bytes(content[: int(kept * len(content)) + 1])
        with suppress(QingceError):
            assert judge(source, target, accepted=TYPES) in TYPES
