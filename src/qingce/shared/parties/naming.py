"""Names behind signatures: acts keep "#" and a public number, so that erasing somebody takes the name away."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qingce.shared.parties.enums import TOGETHER
from qingce.shared.parties.models import Person, RoleGrant

MARK = "#"


def person_number(signature: str) -> str:
    """The public number that a signature holds; empty: it is a name in words, of a command."""
    return signature[1:] if signature.startswith(MARK) else ""


def is_one_person(signature: str) -> bool:
    """Whether one person signed alone: neither two together, nor a command or the system, which sign in words."""
    return signature.startswith(MARK) and TOGETHER not in signature


def names_of(signatures: Iterable[str]) -> dict[str, str]:
    """Signature → name; for those who are erased the number alone. One query, none where nobody signed by number."""
    singles = {single for each in signatures for single in each.split(TOGETHER)}
    numbers = {number for each in singles if (number := person_number(each))}
    if not numbers:
        return {}
    rows = Person.objects.filter(number__in=numbers).values_list("number", "name")
    return {f"{MARK}{number}": name or number for number, name in rows}


def staff_names() -> dict[str, str]:
    """As `names_of`, for all who are or were members of the staff; one query."""
    rows = Person.objects.filter(pk__in=RoleGrant.objects.values("person")).values_list("number", "name")
    return {f"{MARK}{number}": name or number for number, name in rows}


def name_behind(signature: str) -> str:
    """What the staff are told of a single signature; at most one query."""
    return signature_name(signature, names_of([signature]))


def signature_name(signature: str, names: dict[str, str]) -> str:
    """What is shown for a signature.

    Args: names: as `names_of` gives them; without the signature in it, the public sees the number.
    """
    if TOGETHER in signature:
        singles = [signature_name(each, names) for each in signature.split(TOGETHER)]
        return pgettext("list", ", ").join(singles)
    if signature in names:
        return names[signature]
    number = person_number(signature)
    return _("Staff %(number)s") % {"number": number} if number else signature


def language_of(email: str, *, otherwise: str) -> str:
    """The language in which somebody with this e-mail address gets mail.

    Args: otherwise: for an address that nobody has.
    """
    return Person.objects.filter(email=email.strip().lower()).values_list("language", flat=True).first() or otherwise


def is_email_known(email: str) -> bool:
    """Whether an e-mail address belongs to an account, confirmed or not, or is about to."""
    address = email.strip().lower()
    return Person.objects.filter(email=address).exists() or EmailAddress.objects.filter(email__iexact=address).exists()
