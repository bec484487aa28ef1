"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """The room `enterprises`."""

    name = "qingce.domain.enterprises"
    label = "enterprises"
