"""Letting people in whom an organisation's own log-in vouches for."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.actions.membership import join
from qingce.shared.parties.actions.people import readable_email
from qingce.shared.parties.enums import MemberRole, OrganisationState
from qingce.shared.parties.errors import ProviderOrganisationGone
from qingce.shared.parties.models import Organisation, Person
from qingce.shared.parties.terms import parties_terms


def admit_by_provider(
    email: str, *, name: str, language: str, organisation: str, provider: str, at: datetime
) -> Person:
    """Makes an account without a password for somebody whom an organisation's log-in vouches for; a reader there.

    Args: email: confirmed by the provider. name: as the provider says it; empty: the beginning of the address.
        organisation: its public number. provider: what its log-in is called.
    Raises: ProviderOrganisationGone; BadEmail; IntegrityError: somebody has the address.
    """
    with transaction.atomic():
        row = Organisation.objects.select_for_update().filter(number=organisation).first()
        if row is None or row.state != OrganisationState.ACTIVE:
            raise ProviderOrganisationGone(
                f"The organisation behind the log-in of {provider} takes no new members here: it is not registered, "
                "or not active. Write to those who run this platform.",
                name=provider,
            )
        address = readable_email(email)
        person = Person(email=address, name=_name(name, address), language=language, created_at=at)
        person.set_unusable_password()
        person.save()
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
        note_change("person", person.pk, at=at)
        journal("admitted-by-provider", by=person.pk, organisation=row.pk, at=at)
        join(row, person.pk, role=MemberRole.READER, given_by=provider, at=at)
    return person


def _name(said: str, email: str) -> str:
    return clean(said)[: parties_terms().name_longest] or email.partition("@")[0][: parties_terms().name_longest]
