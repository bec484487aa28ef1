"""Writing notices, objections to them, and what the staff do with both."""

from __future__ import annotations

from qingce.shared.notices.actions.answering import (
    answer_objection,
    erase_old_contacts,
    extend_by_staff,
    look_at_objection,
    withdraw_by_staff,
)
from qingce.shared.notices.actions.ending import extend_notice, settle_notices, withdraw_notice
from qingce.shared.notices.actions.following import (
    confirm_follow,
    drop_follows,
    end_follow,
    end_follows,
    follow_notices,
)
from qingce.shared.notices.actions.objecting import (
    confirm_objection,
    drop_unconfirmed,
    object_to_notice,
    problems_of,
    statement_hash,
)
from qingce.shared.notices.actions.publishing import publish_notice
from qingce.shared.notices.rates import note_objection, note_try

__all__ = [
    "answer_objection",
    "confirm_follow",
    "confirm_objection",
    "drop_follows",
    "drop_unconfirmed",
    "end_follow",
    "end_follows",
    "erase_old_contacts",
    "extend_by_staff",
    "extend_notice",
    "follow_notices",
    "look_at_objection",
    "note_objection",
    "note_try",
    "object_to_notice",
    "problems_of",
    "publish_notice",
    "settle_notices",
    "statement_hash",
    "withdraw_by_staff",
    "withdraw_notice",
]
