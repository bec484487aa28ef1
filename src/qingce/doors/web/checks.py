"""What `django check`, and every command that checks first, says of the settings: whatever does not stop them."""

from __future__ import annotations

from django.conf import settings
from django.core.checks import Tags, Warning, register  # noqa: A004  # Django's own name


@register(Tags.security)
def settings_are_safe(**_kwargs: object) -> list[Warning]:
    """One warning for each danger that was told and not refused."""
    return [Warning(note, id="qingce.W001") for note in settings.SAFETY_NOTES]
