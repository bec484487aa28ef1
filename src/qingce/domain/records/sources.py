"""By what a source is kept once."""

from __future__ import annotations

from qingce.domain.records.readings import SourceText
from qingce.pure.kernel.canonical import digest


def source_key(source: SourceText) -> bytes:
    """The digest by which a source is kept once."""
    published = source.published_on.isoformat() if source.published_on else None
    return digest(source.title, source.issuer, source.kind, published, source.url, source.licence)
