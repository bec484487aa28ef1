"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The room `search`."""

    name = "qingce.shared.search"
    label = "search"
