"""Handing a letter to the mail server, and what its refusals mean."""

from __future__ import annotations

import re
import smtplib
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from qingce.shared.mail.addresses import return_address
from qingce.shared.mail.enums import Language, Problem
from qingce.shared.mail.models import Letter
from qingce.shared.mail.registry import mail_kind
from qingce.shared.mail.writing import written

PERMANENT = 500
# Enhanced status codes (RFC 3463) about the address: 5.1.x wrong, 5.2.1 closed.
_OF_THE_ADDRESS = re.compile(r"\b5\.(?:1\.\d{1,3}|2\.1)\b")


@dataclass(frozen=True)
class Trouble:
    """Why a letter was not taken; `is_final`: another attempt would end the same."""

    problem: Problem
    is_final: bool
    reason: str = ""


def hand_over(letter: Letter) -> None:
    """Writes a letter and hands it to the mail server.

    Raises: OSError: it was not taken; `trouble_of` says why. Anything else: the letter cannot be written.
    """
    words = written(letter.kind, Language(letter.language), letter.params)
    message = EmailMultiAlternatives(
        words.subject,
        words.text,
        from_email=return_address(letter.token),  # the envelope's; the header below is what people see
        to=[letter.to],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": f"<{letter.message_id}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notices, please
            "Content-Language": Language(letter.language).tag,
        },
    )
    message.attach_alternative(words.html, "text/html")
    if attached := mail_kind(letter.kind).attached:
        for each in attached(letter.params):
            message.attach(each.name, each.content, each.media_type)
    message.send()


def trouble_of(error: OSError) -> Trouble:
    """What a failed attempt means.

    What concerns this letter or its address is final where the server says so; what concerns our own settings is
    tried again, since the operator can put it right meanwhile.
    """
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Trouble(Problem.LOG_IN, is_final=False)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Trouble(Problem.SENDER, is_final=False)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _refusal(*next(iter(error.recipients.values())), otherwise=Problem.ADDRESS)
    if isinstance(error, smtplib.SMTPDataError):
        return _refusal(error.smtp_code, error.smtp_error, otherwise=Problem.REFUSED)
    return Trouble(Problem.UNREACHABLE, is_final=False)


def _refusal(code: int, words: bytes | str, *, otherwise: Problem) -> Trouble:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    if code < PERMANENT:
        return Trouble(Problem.BUSY, is_final=False)
    problem = Problem.ADDRESS if _OF_THE_ADDRESS.search(text) else otherwise
    return Trouble(problem, is_final=True, reason=f"{code} {text}")
