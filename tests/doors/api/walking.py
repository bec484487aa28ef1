"""Reading a data set as a program does."""

from __future__ import annotations

from typing import Any

from django.test import Client


def walked(client: Client, address: str) -> list[dict[str, Any]]:
    """Every row, page after page."""
    rows: list[dict[str, Any]] = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        rows += answer.json()["rows"]
        address = answer.json()["next"]
    return rows
