"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The room `ledger`."""

    name = "qingce.shared.ledger"
    label = "ledger"
