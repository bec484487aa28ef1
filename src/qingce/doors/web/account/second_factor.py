"""How the second factor is named, kept and offered here."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.translation import gettext_lazy


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"qingce.second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Ours where it differs: what lies in the database is of no use without the secret of the installation."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("The code is wrong, was used already, or is over: type in the next one."),
    }

    def encrypt(self, text: str) -> str:
        """What is kept of a key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The key again."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """What authenticator apps show."""
        return "Qingce 清册"

    def _get_site_name(self) -> str:
        return "Qingce 清册"

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, object]:
        """Shows the name and the e-mail address where a passkey is chosen."""
        entity: dict[str, object] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.name}
