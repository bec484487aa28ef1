"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class TalliesConfig(AppConfig):
    """The room `tallies`."""

    name = "qingce.shared.tallies"
    label = "tallies"
