"""Addresses that letters go to, come from and come back to."""

from __future__ import annotations

import re
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from qingce.shared.mail.errors import MailAddressInvalid

LONGEST_ADDRESS = 254
_RETURN = re.compile(r"bounce\+([0-9a-f]{32})@", re.IGNORECASE)
_OWN_ID = re.compile(r"<([0-9a-f]{32})@[^<>@\s]+>", re.IGNORECASE)


def address(text: str) -> str:
    """An address in small letters, as it is kept and looked for.

    Raises: MailAddressInvalid: it is none, or holds more than one, such as a line break and a further header.
    """
    try:
        validate_email(text)
    except ValidationError as error:
        raise MailAddressInvalid(text) from error
    if len(text) > LONGEST_ADDRESS:
        raise MailAddressInvalid(text)
    return text.lower()


def mail_domain() -> str:
    """The domain that our letters come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def return_address(token: str) -> str:
    """Where the letter with this token comes back to: the envelope's sender, one for each letter."""
    return f"bounce+{token}@{mail_domain()}"


def returned_token(text: str) -> str:
    """The token of the return address in a text, in small letters; "": there is none."""
    found = _RETURN.search(text)
    return found[1].lower() if found else ""


def token_of_id(text: str) -> str:
    """The token of one of our Message-IDs in a text; "": there is none."""
    found = _OWN_ID.search(text)
    return found[1].lower() if found else ""
