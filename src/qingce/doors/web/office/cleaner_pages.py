"""What the office's pages of cleaner production share: their head, and the table files that they are sent."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from qingce.doors.web.pages import Crumb, Page
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.doors.web.uploads import Bounded
from qingce.shared.files.errors import UploadTooLarge
from qingce.shared.intake.errors import EmptyFile


def cleaner_page(title: str, *between: Crumb) -> Page:
    """The head of a page below the office's cleaner production."""
    crumbs = (
        Crumb(_("Office"), reverse("web:office")),
        Crumb(_("Cleaner production"), reverse("web:office-cleaner")),
        *between,
        Crumb(title),
    )
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")


def table_sent(request: HttpRequest, bounded: Bounded, *, most_mb: int) -> tuple[str, Path]:
    """The name and the place of the file in the field `file`.

    Raises: UploadTooLarge; EmptyFile: none came, or one that holds nothing.
    """
    if bounded.too_large:
        raise UploadTooLarge(f"The file is larger than {most_mb} MB.", limit_mb=most_mb, field="file")
    file = request.FILES.get("file")
    if not isinstance(file, TemporaryUploadedFile) or not file.size:
        raise EmptyFile("Choose a file; the one sent holds nothing.", cause="upload", file="")
    return file.name or "", Path(file.temporary_file_path())


def told_in() -> str:
    """The language in which a file's faults are told: zh or en."""
    return "zh" if is_chinese() else "en"
