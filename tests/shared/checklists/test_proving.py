"""Evidence of a form: hostile files, photos that were taken elsewhere, what is sent twice, what is taken back."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from PIL import ExifTags, Image

from qingce.pure.kernel.errors import QingceError
from qingce.shared.checklists.actions import add_evidence, withdraw_evidence
from qingce.shared.checklists.doubting import distance_km
from qingce.shared.checklists.enums import Device, EvidenceDoubt, EvidenceRow, EvidenceText, Place, Upload
from qingce.shared.checklists.errors import ChecklistClosed, ChecklistEditReused, ChecklistEvidenceWrong
from qingce.shared.checklists.models import Evidence
from qingce.shared.checklists.queries import evidence_file, sheet_of
from qingce.shared.files.errors import DamagedUpload, FileNotFound, UploadTooLarge, UploadTypeRefused
from qingce.shared.files.models import StoredFile
from qingce.shared.files.queries import open_file
from qingce.shared.parties.actions import erase_person
from qingce.shared.parties.enums import Actor, MemberRole
from tests import hostile_files
from tests.factories import AT, acting, member, organisation, release_rules, somebody
from tests.shared.checklists.sampling import ITEM, NAME, closed

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-7", "REM-11")]


@pytest.fixture
def team() -> tuple[int, Actor]:
    release_rules()
    one = somebody("one@example.org")
    return organisation(one, name="样例审核有限公司"), acting(one)


def photo(
    at: str = "2026:11:19 10:00:00", place: tuple[float, float] | None = (30.01, 120.0), offset: str = ""
) -> bytes:
    """A picture with what a telephone writes into it."""
    made, out = Image.new("RGB", (60, 40), "green"), io.BytesIO()
    exif = made.getexif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = at
    if offset:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = offset
    if place:
        degrees = exif.get_ifd(ExifTags.IFD.GPSInfo)
        degrees[ExifTags.GPS.GPSLatitudeRef], degrees[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
        degrees[ExifTags.GPS.GPSLatitude] = (place[0], 0.0, 0.0)
        degrees[ExifTags.GPS.GPSLongitude] = (place[1], 0.0, 0.0)
    made.save(out, "JPEG", exif=exif)
    return out.getvalue()


def added(team: tuple[int, Actor], content: bytes | None, kind: str = "photo", **said: object) -> int:
    pk, actor = team
    text = EvidenceText(**({"edit": uuid4(), "kind": kind} | said))  # type: ignore[arg-type]
    upload = Upload("现场.jpg", [content]) if content is not None else None
    return add_evidence(actor, Place(NAME, pk, ITEM), text, upload, at=AT)


def rows(actor: Actor, pk: int) -> tuple[EvidenceRow, ...]:
    return next(each for each in sheet_of(actor, NAME, pk).items if each.item.id == ITEM).evidence


def test_photo_keeps_neither_place_nor_time_in_its_file(team: tuple[int, Actor]) -> None:
    added(team, photo(), note="污泥间", where="东侧")
    row = Evidence.objects.get()
    assert (row.photo_at, row.photo_latitude, row.photo_longitude) == (
        datetime(2026, 11, 19, 2, 0, tzinfo=UTC),
        pytest.approx(30.01),
        pytest.approx(120.0),
    )
    shown = rows(team[1], team[0])[0]
    assert (shown.note, shown.where, shown.doubts) == ("污泥间", "东侧", ())
    assert shown.file is not None
    with open_file(shown.file) as file, Image.open(io.BytesIO(file.read())) as served:
        assert dict(served.getexif()) == {}
    assert StoredFile.objects.get().attached_at == AT


@pytest.mark.parametrize(
    ("content", "doubts"),
    [
        (photo("2026:11:10 10:00:00"), ((EvidenceDoubt.TIME, 8),)),
        (photo("2026:11:23 00:10:00"), ((EvidenceDoubt.TIME, 3),)),
        (photo("2026:11:20 23:59:59", (31.0, 120.0)), ((EvidenceDoubt.PLACE, 111),)),
        (photo("2026:11:20 23:59:59", offset="-08:00"), ((EvidenceDoubt.TIME, 1),)),
        (photo("0000:00:00 00:00:00", None), ()),
        (photo("yesterday", (91.0, 120.0)), ()),
        (hostile_files.picture("PNG"), ()),
    ],
)
def test_photo_from_elsewhere_is_taken_and_doubted(
    team: tuple[int, Actor], content: bytes, doubts: tuple[tuple[EvidenceDoubt, int], ...]
) -> None:
    added(team, content)
    assert rows(team[1], team[0])[0].doubts == doubts


def test_wrong_clock_of_the_device_is_a_doubt(team: tuple[int, Actor]) -> None:
    added(team, photo(), device=Device(AT - timedelta(hours=3), AT - timedelta(hours=3)))
    added(team, photo(), device=Device(AT, AT + timedelta(minutes=9)))
    assert [each.doubts for each in rows(team[1], team[0])] == [((EvidenceDoubt.CLOCK, 180),), ()]


def test_doubts_interviews_and_what_was_taken_back_are_not_for_who_is_looked_at(team: tuple[int, Actor]) -> None:
    pk, actor = team
    person = somebody("reader@example.org")
    member(pk, person)
    reader = acting(person)
    added(team, photo("2026:11:10 10:00:00"))
    added(team, hostile_files.plain_pdf(), "interview", note="夜班工人")
    gone = added(team, photo())
    withdraw_evidence(actor, NAME, pk, gone, reason="照错了", at=AT)
    assert [(each.kind, each.doubts) for each in rows(reader, pk)] == [("photo", ())]
    assert [each.withdrawn_why for each in rows(actor, pk)] == ["", "", "照错了"]
    files = [each.file.id for each in rows(actor, pk) if each.file]
    assert evidence_file(reader, NAME, pk, files[0]).id == files[0]
    for file in (*files[1:], 999_999):
        with pytest.raises(FileNotFound):
            evidence_file(reader, NAME, pk, file)
    assert [evidence_file(actor, NAME, pk, file).id for file in files] == files


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"GIF89a", UploadTypeRefused),
        (hostile_files.picture()[:200], DamagedUpload),
        (hostile_files.office(), UploadTypeRefused),
        (b"\xff\xd8\xff" + b"x" * (15 * 1024 * 1024), UploadTooLarge),
    ],
)
def test_hostile_file_leaves_nothing(team: tuple[int, Actor], content: bytes, error: type[QingceError]) -> None:
    with pytest.raises(error):
        added(team, content)
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_evidence_sent_twice_is_there_once(team: tuple[int, Actor]) -> None:
    pk, actor = team
    edit = uuid4()
    first = added(team, photo(), edit=edit)
    closed.add(pk)
    assert added(team, photo(), edit=edit) == first
    assert StoredFile.objects.count() == 1
    with pytest.raises(ChecklistEditReused):
        added(team, photo(), "interview", edit=edit)
    with pytest.raises(ChecklistClosed):
        added(team, photo())
    with pytest.raises(ChecklistClosed):
        withdraw_evidence(actor, NAME, pk, first, reason="x", at=AT)


@pytest.mark.parametrize(
    ("kind", "content", "note", "cause"),
    [("photo", None, "x", "empty"), ("interview", None, "", "empty"), ("gold", None, "x", "kind")],
)
def test_evidence_that_shows_nothing_is_refused(
    team: tuple[int, Actor], kind: str, content: bytes | None, note: str, cause: str
) -> None:
    with pytest.raises(ChecklistEvidenceWrong) as raised:
        added(team, content, kind, note=note)
    assert raised.value.params["cause"] == cause


def test_evidence_is_taken_back_with_a_reason_only(team: tuple[int, Actor]) -> None:
    pk, actor = team
    found = added(team, None, "interview", note="夜班工人说")
    for number, reason in ((found, " "), (found + 1, "x")):
        with pytest.raises(ChecklistEvidenceWrong):
            withdraw_evidence(actor, NAME, pk, number, reason=reason, at=AT)
    withdraw_evidence(actor, NAME, pk, found, reason="重复", at=AT)
    withdraw_evidence(actor, NAME, pk, found, reason="另一个", at=AT)
    assert Evidence.objects.get().withdrawn_why == "重复"


def test_who_erases_an_account_leaves_no_place_of_a_camera(team: tuple[int, Actor]) -> None:
    pk, _ = team
    person = somebody("leaves@example.org")
    member(pk, person, MemberRole.EDITOR)
    added((pk, acting(person)), photo())
    erase_person(acting(person), email=person.email, at=AT)
    row = Evidence.objects.get()
    assert (row.photo_latitude, row.photo_longitude, row.photo_at is None) == (None, None, False)


def test_distance_is_that_of_the_globe() -> None:
    assert round(distance_km((31.23, 121.47), (39.90, 116.41))) == 1067
    assert distance_km((0.0, 179.9), (0.0, -179.9)) == pytest.approx(22.2, abs=0.1)


def test_edit_identifier_is_of_one_item(team: tuple[int, Actor]) -> None:
    pk, actor = team
    edit: UUID = uuid4()
    added(team, None, "interview", note="甲", edit=edit)
    with pytest.raises(ChecklistEditReused):
        add_evidence(actor, Place(NAME, pk, "staff-able"), EvidenceText(edit, "interview", note="甲"), None, at=AT)
