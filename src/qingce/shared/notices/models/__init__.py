"""The tables of this room."""

from __future__ import annotations

from qingce.shared.notices.models.follows import NoticeFollow
from qingce.shared.notices.models.notices import Notice, NoticeEvent, NoticeSubject
from qingce.shared.notices.models.objections import Objection, ObjectionContact, WaitingObjection

__all__ = [
    "Notice",
    "NoticeEvent",
    "NoticeFollow",
    "NoticeSubject",
    "Objection",
    "ObjectionContact",
    "WaitingObjection",
]
