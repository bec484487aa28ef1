"""Which suppliers and filings a liaison reaches, and which an enterprise."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Coalesce

from qingce.domain.disclosure.errors import FilingNotFound
from qingce.domain.disclosure.models import FiledFile, Filing, Liaison, Stakeholder
from qingce.domain.disclosure.permissions import enterprises_spoken_for
from qingce.domain.enterprises.queries import family_of
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import within_duty


def brands_of_liaison(actor: Actor) -> list[int]:
    """The brands whose liaison somebody is; one query."""
    return list(Liaison.objects.filter(person=actor.person_id, ended_at=None).values_list("brand", flat=True))


def suppliers_reached(actor: Actor) -> Q:
    """The namings by enterprises of the brands whose liaison somebody is, where the role reaches."""
    within = within_duty(actor, Duty.TAKE_IN_MAIL, "enterprise__division")
    return within & Q(brand__in=brands_of_liaison(actor), ended_at=None)


def filings_reached(actor: Actor) -> Q:
    """What was filed for suppliers of the brands whose liaison somebody is, where the role reaches."""
    within = within_duty(actor, Duty.TAKE_IN_MAIL, "enterprise__division")
    return within & Q(brand__in=brands_of_liaison(actor))


def own_filings(actor: Actor) -> Q:
    """What was filed for the enterprises that somebody speaks for."""
    return Q(enterprise__in=family_of(enterprises_spoken_for(actor)).values("pk"))


def not_found(pk: int) -> FilingNotFound:
    """The error for a number that no filing has, or none that may be seen."""
    return FilingNotFound(f"There is no filing number {pk}.", number=pk)


def is_named(enterprise_id: int, brand: int) -> bool:
    """Whether an enterprise, as merged now, names a brand as its stakeholder."""
    family = family_of([enterprise_id]).values("pk")
    return Stakeholder.objects.filter(enterprise__in=family, brand=brand, ended_at=None).exists()


def root_of(filing: Filing) -> int:
    """The enterprise of a filing, as merged now."""
    found = Filing.objects.filter(pk=filing.pk)
    return int(found.values_list(Coalesce("enterprise__canonical", "enterprise"), flat=True).get())


def files_of(filing: int) -> list[int]:
    """The numbers of a filing's files, in the order in which they came; one query."""
    return list(FiledFile.objects.filter(filing=filing).order_by("pk").values_list("file", flat=True))
