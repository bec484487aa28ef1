"""Rulebooks that are released are made known on the board: they hold for everybody from their day of effect on.

This follows the feed, so that a release made by a command, by the demonstration or before there was a board is
published alike; the key of the notice keeps it from being published twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingce.shared.changes.enums import IdRange
from qingce.shared.changes.registry import Follower
from qingce.shared.ledger.actions import THE_PLATFORM
from qingce.shared.notices.actions import publish_notice
from qingce.shared.notices.enums import About, NoticeText
from qingce.shared.notices.registry import NoticeKind
from qingce.shared.rulebooks.enums import ReleaseRow
from qingce.shared.rulebooks.queries import book_of, releases

RULEBOOK = "rulebook"  # as the feed and the ledger call it
RULES_RELEASED = NoticeKind(
    "rules-released",
    gettext_lazy("Rules released"),
    gettext_lazy("Each version of a rulebook that is released, and from which day on it holds."),
)


def publish_releases(ranges: Sequence[IdRange]) -> None:
    """Publishes a notice for each release of these ranges that has none."""
    for row in sorted(releases(), key=lambda each: each.id):
        if any(each.kind == RULEBOOK and each.first <= row.id <= each.last for each in ranges):
            _publish(row)


def publish_all() -> None:
    """Publishes a notice for each release that has none."""
    for row in sorted(releases(), key=lambda each: each.id):
        _publish(row)


FOLLOWER = Follower("notices of releases", frozenset({RULEBOOK}), publish_releases, rebuild=publish_all)


def _publish(row: ReleaseRow) -> None:
    said = {language: _words(row, language) for language in ("zh-hans", "en")}
    (title_zh, body_zh), (title_en, body_en) = said["zh-hans"], said["en"]
    text = NoticeText(
        kind=RULES_RELEASED.name,
        key=f"rulebook/{row.id}",
        title_zh=title_zh,
        title_en=title_en,
        body_zh=body_zh,
        body_en=body_en,
        area=row.jurisdiction,
        about=(About(RULEBOOK, row.id, row.key),),
    )
    publish_notice(text, by=THE_PLATFORM, at=timezone.now())


def _words(row: ReleaseRow, language: str) -> tuple[str, str]:
    """Title and text in a language."""
    head = book_of(row.digest).head
    is_chinese = language != "en"
    with translation.override(language):
        name = head.title.zh if is_chinese else head.title.en
        source = head.source_title or head.title
        said = {
            "name": name,
            "version": row.version,
            "day": row.effective_on.isoformat(),
            "released": timezone.localdate(row.released_at).isoformat(),
            "source": source.zh if is_chinese else source.en,
            "digest": row.digest,
        }
        lines = [
            _("This version of the rules was released on %(released)s and holds from %(day)s on.") % said,
            _("Source: %(source)s.") % said,
        ]
        if row.status == "draft":
            lines.append(_("The source is a draft and not in force."))
        lines.append(_("SHA-256 of the released file: %(digest)s") % said)
        return _("Rules released: %(name)s, version %(version)s") % said, "\n\n".join(lines)
