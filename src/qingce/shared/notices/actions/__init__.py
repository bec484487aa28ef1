"""Writing notices."""

from __future__ import annotations

from qingce.shared.notices.actions.ending import extend_notice, settle_notices, withdraw_notice
from qingce.shared.notices.actions.publishing import publish_notice

__all__ = ["extend_notice", "publish_notice", "settle_notices", "withdraw_notice"]
