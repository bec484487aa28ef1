"""What every page's template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The site's public address and contact, for canonical links and the footer."""
    return {"base_url": settings.BASE_URL, "contact": settings.CONTACT, "path": request.path}
