"""Finding the form that somebody means, and seeing whether they may write into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.pure.kernel.errors import NotFound
from qingce.shared.checklists.errors import ChecklistItemUnknown, no_form
from qingce.shared.checklists.registry import checklist_kind
from qingce.shared.rulebooks.queries import book_of

if TYPE_CHECKING:
    from qingce.pure.rules.schema import ListItem, RuleList
    from qingce.shared.checklists.enums import Place
    from qingce.shared.checklists.registry import ChecklistSubject
    from qingce.shared.parties.enums import Actor


def subject_of(actor: Actor, kind: str, pk: int, *, held: bool = False) -> ChecklistSubject:
    """What a form is about, for who may see it.

    Raises: ChecklistNotFound.
    """
    try:
        return checklist_kind(kind).subject_for(actor, pk, held=held)
    except NotFound:
        raise no_form() from None


def list_of(subject: ChecklistSubject) -> RuleList:
    """The list of the rulebook that the items stand in, as it was when the subject began."""
    return book_of(subject.digest).lists[subject.list_name]


def item_of(subject: ChecklistSubject, item: str) -> ListItem:
    """An item of the form.

    Raises: ChecklistItemUnknown.
    """
    found = next((each for each in list_of(subject).item if each.id == item), None)
    if found is None:
        raise ChecklistItemUnknown(f"This form has no item “{item[:40]}”.", item=item[:40])
    return found


def writable(actor: Actor, place: Place, *, held: bool = True) -> ChecklistSubject:
    """The subject of an item that somebody writes into; whether they may fill it in is still to be seen.

    Raises: ChecklistNotFound; ChecklistItemUnknown.
    """
    subject = subject_of(actor, place.kind, place.subject, held=held)
    item_of(subject, place.item)
    return subject
