"""Which home an index belongs to: several homes may follow one database, and each keeps its own place in the feed."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from qingce.shared.changes.queries import place_id


def index_folder() -> Path:
    """The folder of all indexes of this home."""
    return Path(settings.HOME) / "index"


def home_id() -> str:
    """The random name of this home's indexes; it goes with the folder when that is deleted."""
    return place_id(index_folder())
