"""Letters of an installation without a mail server: each is written into a folder, to be read there.

The folder holds the links and codes of letters, so only the user of the server may look into it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

FOLDER_BACKEND = "qingce.shared.mail.folder.FolderBackend"
_UNFIT = re.compile(r"[^A-Za-z0-9@.+_-]+")
LONGEST_NAME = 100


class FolderBackend(BaseEmailBackend):
    """Writes letters as files below the home folder: `.txt` with its heads, `.html` for a browser."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Writes each letter; returns how many.

        Raises: OSError: the folder takes no more.
        """
        for message in email_messages:
            _write(message, at=timezone.now())
        return len(email_messages)


def mail_folder() -> Path:
    """The folder of readable letters; made when it is first asked for."""
    folder = Path(settings.HOME) / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)  # one that was made by hand, too
    return folder


def drop_files(*, before: datetime) -> None:
    """Removes readable letters that were written before a moment."""
    for path in Path(settings.HOME).glob("mail/*-to-*"):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            path.unlink(missing_ok=True)


def drop_files_to(address: str) -> None:
    """Removes readable letters to one address."""
    for path in Path(settings.HOME).glob("mail/*-to-*"):
        if path.name.partition("-to-")[2].rpartition("-")[0] == _whom(address):
            path.unlink(missing_ok=True)


def _whom(to: str) -> str:
    """An address as a part of a file's name."""
    return _UNFIT.sub("_", to)[:LONGEST_NAME]


def _write(message: EmailMessage, *, at: datetime) -> None:
    to = ", ".join(message.recipients())
    stem = f"{at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-to-{_whom(to)}-{uuid4().hex[:6]}"
    heads = {
        "From": message.extra_headers.get("From", message.from_email),
        "To": to,
        "Subject": message.subject,
        "Date": f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S %z}",
    }
    lines = [f"{name}: {' '.join(str(value).split())}" for name, value in heads.items()]
    folder = mail_folder()
    _put(folder / f"{stem}.txt", "\n".join([*lines, "", str(message.body)]))
    if isinstance(message, EmailMultiAlternatives):
        for content, media_type in message.alternatives:
            if media_type == "text/html":
                _put(folder / f"{stem}.html", str(content))


def _put(path: Path, text: str) -> None:
    """A file that is whole as soon as it has its name."""
    part = path.with_name(f".{path.name}")
    part.touch(mode=0o600)
    part.write_text(text, "utf-8")
    part.replace(path)
