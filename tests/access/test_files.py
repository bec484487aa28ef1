"""Every door of a file: its pages, its original and its copies are for those who may have it (ACC-2, DIS-4)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qingce.shared.files.models import Redaction
from qingce.shared.files.tasks import look_into
from tests.access.walking import Asked, asked, rows, word
from tests.access.world import World
from tools.permissions_page import read_table

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2", "DIS-4", "REM-11")]
KINDS = ("nobody", "person", "enterprise", "reviewer", "reviewer here", "without factor", "erased")
DOORS = ("page=1", "original", "copy=999999", "page=x&original")


def file_rows(world: World) -> Iterator[tuple[Asked, str]]:
    """The addresses that give a file of somebody."""
    for row, path in rows(world):
        words = world.relations(row.view)[row.relation]
        if row.method == "GET" and "file" in words and not row.view.endswith("redact"):
            yield row, path


def test_whoever_may_not_have_a_file_has_no_page_original_or_copy_of_it(world: World) -> None:
    told = {(row.view, row.method, row.relation): row.answers for row in read_table()}
    walked = set()
    for row, path in file_rows(world):
        for kind in KINDS:
            answer = told[row.view, row.method, row.relation][kind]
            if answer == "yes":
                continue
            walked.add(row.view)
            for door in DOORS:
                assert word(asked(world.users[kind], row, f"{path}?{door}")) == answer, (path, door, kind)
    assert walked >= {
        "web:claim-file",
        "web:document-file",
        "web:office-claim-file",
        "web:office-request-file",
        "web:organisation-proof",
    }


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("nobody", {"": "yes", "page=1": "yes", "original": "none", "copy": "none"}),
        ("person", {"": "yes", "page=1": "yes", "original": "none", "copy": "none"}),
        ("without factor", {"": "yes", "page=1": "yes", "original": "none", "copy": "none"}),
        ("enterprise", {"": "yes", "page=1": "yes", "original": "yes", "copy": "yes"}),
        ("reviewer here", {"": "yes", "page=1": "yes", "original": "yes", "copy": "yes"}),
    ],
)
def test_of_a_redacted_file_the_public_has_the_copy_by_every_door(
    world: World, kind: str, expected: dict[str, str]
) -> None:
    row, path = next(each for each in file_rows(world) if each[0].relation == "redacted here")
    made = Redaction.objects.get(source=world.relations(row.view)[row.relation]["file"])
    for each in (made.source_id, made.result_id):
        look_into.call(each)
    client = world.users[kind]
    found = {
        door: word(asked(client, row, f"{path}?{f'copy={made.result_id}' if door == 'copy' else door}"))
        for door in expected
    }
    assert found == expected
    whole, copied = made.source.sha256, made.result.sha256
    is_close = expected["copy"] == "yes"
    assert served(client, row, path) == (whole if is_close else copied)
    assert served(client, row, path.replace(f"/{made.source_id}/", f"/{made.result_id}/")) == copied


def served(client: object, row: Asked, path: str) -> str:
    """SHA-256 of what comes."""
    import hashlib

    return hashlib.sha256(client.get(path).getvalue()).hexdigest()  # type: ignore[attr-defined]
