"""An organisation's provider as allauth sees it: what is asked of it, and what is kept of its answer."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from qingce.doors.web.account.provider.client import Claims, ProviderClient

LOG_IN, CONNECT = "login", "connect"


class OrganisationProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """Asks for name and address only; keeps a person's number at that issuer and the address, nothing more."""

    oauth2_adapter_class = ProviderClient

    def redirect_from_request(self, request: HttpRequest) -> HttpResponseBase:
        """Sends somebody to the provider; nothing that a link could add to the question is taken over."""
        process = CONNECT if request.POST.get("process") == CONNECT else LOG_IN
        home = reverse("socialaccount_connections" if process == CONNECT else "web:account")
        nonce = secrets.token_urlsafe(24)
        asked: HttpResponseBase = self.redirect(
            request,
            process,
            get_next_redirect_url(request) or home,
            auth_params={"nonce": nonce},
            nonce=nonce,
        )
        return asked

    def serialize(self) -> dict[str, Any]:
        """What tells this provider from another one with the same client."""
        return {"id": self.app.provider_id, "app.client_id": self.app.client_id}

    def extract_uid(self, data: Claims) -> str:
        """One person at one issuer: a provider that moves to another issuer opens no account of the former one."""
        return hashlib.sha256(f"{data['iss']}\n{data['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: Claims) -> dict[str, str]:
        """What the page of connections shows."""
        return {"email": _text(data, "email").lower()}

    def extract_common_fields(self, data: Claims) -> dict[str, str]:
        """Name and address."""
        return {
            "email": _text(data, "email").lower(),
            "name": _text(data, "name") or _text(data, "preferred_username"),
        }

    def extract_email_addresses(self, data: Claims) -> list[EmailAddress]:
        """The address, if the provider has confirmed it."""
        email = _text(data, "email").lower()
        is_confirmed = data.get("email_verified") is True
        return [EmailAddress(email=email, verified=True, primary=True)] if email and is_confirmed else []

    def cleanup_email_addresses(self, email: str | None, addresses: list[EmailAddress], **_told: object) -> str | None:
        """Adds none that is not confirmed."""
        return email if addresses else None


def _text(data: Claims, name: str) -> str:
    value = data.get(name)
    return value.strip() if isinstance(value, str) else ""
