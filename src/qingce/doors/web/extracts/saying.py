"""What extracts have in common: who issues them, how days are written, the ledger's part, the notes at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from qingce.doors.web.links import CHINESE, ENGLISH
from qingce.doors.web.templatetags.qingce_web import day, moment, whole
from qingce.shared.issuing.enums import Language
from qingce.shared.ledger.queries import public_history

Pairs = Sequence[tuple[str, str]]


def in_language(language: Language) -> AbstractContextManager[None]:
    """The words of a language, whatever the page's."""
    return override(CHINESE if language == "zh" else ENGLISH)


def issuer() -> str:
    """Who issues: the platform, by its address."""
    return _("Qingce · %(host)s") % {"host": urlsplit(settings.BASE_URL).netloc}


def pair(label: str, value: str) -> tuple[str, str]:
    """A label with its value."""
    return label, value


def written_day(value: date | None) -> str:
    """A day as the page writes it."""
    return day(value)


def ledger_facts(kind: str, number: int, statement: bytes | None) -> Pairs:
    """Since when it is in the ledger, its newest entry there, and the hash of what it says."""
    numbered = [each for each in public_history(kind, number) if each.number is not None]
    found: list[tuple[str, str]] = []
    if numbered:
        found += [
            (_("In the ledger since"), moment(numbered[0].at)),
            (_("Number of its newest entry"), whole(numbered[-1].number or 0)),
        ]
    if statement is not None:
        found.append((_("SHA-256 of what it says, as the ledger has it"), hashlib.sha256(statement).hexdigest()))
    return found


def notes(*, is_pseudonym: bool, is_synthetic: bool) -> list[str]:
    """What a reader has to know who has only the paper."""
    said = [
        _("This extract tells what the public page showed on the day named above. The published source counts; each "
          "is named with its address where it has one."),
        _("The records here do not cover every place and year: that a record is not listed is no proof of compliance."),
        _("Whether this document is genuine, and whether anything has changed since, can be seen at the checking "
          "address in the foot of each page."),
    ]  # fmt: skip
    if is_pseudonym:
        said.append(_("The name of the enterprise is a pseudonym; the real name is withheld."))
    if is_synthetic:
        said.append(_("Synthetic data for tests"))
    return said
