"""What the pages of accounts need: our words on allauth's forms, and where passkeys work."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django import template
from django.forms import BaseForm

from qingce.doors.web.account.words import put_words

register = template.Library()


@register.simple_tag
def our_words(form: BaseForm | None) -> str:
    """Puts our labels on a form; writes nothing."""
    if form is not None:
        put_words(form)
    return ""


@register.simple_tag(takes_context=True)
def passkey_address(context: dict[str, Any]) -> str:
    """Where this page works with passkeys, which need a host name; empty: here."""
    request = context["request"]
    host, _, port = request.get_host().rpartition(":")
    if not port.isdigit():
        host, port = request.get_host(), ""
    try:
        is_loopback = ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return ""
    ending = f":{port}" if port else ""
    return f"{request.scheme}://localhost{ending}{request.path}" if is_loopback else "-"
