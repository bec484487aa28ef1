"""Many papers at once: each is proposed a type and what its words tell; one form confirms them, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.domain.documents.actions import add_document
from qingce.domain.documents.queries import (
    DocumentRow,
    DocumentType,
    document_terms,
    document_types,
    recognise,
    same_paper,
    seat_for_enterprise,
    shelf_documents,
)
from qingce.domain.enterprises.queries import EnterpriseRow, get_enterprise
from qingce.doors.web.access import signed_in
from qingce.doors.web.documents.adding import nonce
from qingce.doors.web.documents.form import FIELDS, field_of, limits, read_text, typed_in
from qingce.doors.web.documents.shelf import shelf_crumb, shelf_page
from qingce.doors.web.documents.shown import type_groups
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Shown, show
from qingce.doors.web.uploads import Bounded, behind_token, files_sent
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import first_words
from qingce.shared.parties.enums import Actor, MemberRole

WRONG = 422
ADD = "add"


@dataclass
class Proposed:
    """A file of the form, what is said of it, and what is wrong with that.

    Args: word: that led to its type; empty: none did. in_name: it stands in the file's name. same: a document that is
        on the shelf already and that it seems to be.
    """

    file: KeptFile
    token: str
    typed: Mapping[str, str]
    word: str = ""
    in_name: bool = False
    same: DocumentRow | None = None
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """How its fields begin."""
        return f"f{self.file.id}-"


@serves("DIS-4", "SVC-4")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def documents_several(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The form that takes many files, proposes what each is, and adds those that are confirmed."""
    row = get_enterprise(pk, actor=actor).row
    if row.canonical_id:
        return redirect("web:documents-several", row.canonical_id)
    seat_for_enterprise(actor, pk, MemberRole.EDITOR)
    types = document_types(on=timezone.localdate())
    if request.method != "POST":
        return _shown(request, actor, row, types, [], ())
    most = limits(files_most=document_terms().bulk_most)
    return behind_token(request, most, lambda request, bounded: _take(request, actor, row, types, bounded))


def _take(
    request: HttpRequest, actor: Actor, row: EnterpriseRow, types: Mapping[str, DocumentType], bounded: Bounded
) -> HttpResponse:
    most = limits(files_most=document_terms().bulk_most)
    files = files_sent(request, bounded, most, nonce=nonce(actor, row.id), at=timezone.now())
    del files.kept[most.files_most :]
    faults = [*files.faults, *files.left_over(most)]
    proposed = [_proposed(request.POST, types, file, token) for file, token in files.tokens(nonce(actor, row.id))]
    _find_same(actor, row.id, proposed)
    is_any_new = any(f"{each.prefix}type" not in request.POST for each in proposed)
    if request.POST.get("act") != ADD or is_any_new:
        return _shown(request, actor, row, types, proposed, faults)
    left = [each for each in proposed if not _add(actor, row.id, each)]
    added = len(proposed) - len(left)
    if added:
        told = ngettext("%(count)d document added to the shelf.", "%(count)d documents added to the shelf.", added)
        messages.success(request, told % {"count": added})
    if not left and proposed:
        return redirect("web:shelf", row.id)
    return _shown(request, actor, row, types, left, faults)


def _find_same(actor: Actor, enterprise_id: int, proposed: list[Proposed]) -> None:
    """Beside each file stands what it may be a second time, so that nobody adds a paper twice."""
    rows = shelf_documents(enterprise_id, actor=actor) if proposed else []
    for each in proposed:
        each.same = same_paper(rows, kind=each.typed["type"], number=each.typed["number"], file=each.file)


def _proposed(said: QueryDict, types: Mapping[str, DocumentType], file: KeptFile, token: str) -> Proposed:
    """What a person has said of a file; of one that has just come, what it seems to be."""
    prefix = f"f{file.id}-"
    if f"{prefix}type" in said:
        return Proposed(file, token, typed_in(said, prefix=prefix))
    found = recognise(types, name=file.name, content=first_words(file))
    days = {"issued_on": found.issued_on, "valid_from": found.valid_from, "expires_on": found.expires_on}
    typed = dict.fromkeys(FIELDS, "") | {"type": found.type, "number": found.number, "issuer": found.issuer}
    typed |= {name: value.isoformat() for name, value in days.items() if value}
    return Proposed(file, token, typed, found.word, found.in_name)


def _add(actor: Actor, enterprise_id: int, each: Proposed) -> bool:
    """Adds one paper; what is wrong with it is told beside it, and the others are not held up."""
    said, each.faults = read_text(each.typed)
    if not each.faults:
        try:
            add_document(actor, enterprise_id, said, files=[each.file.id], at=timezone.now())
        except QingceError as error:
            each.faults = {field_of(error): [sentence(error)]}
    return not each.faults


def _shown(
    request: HttpRequest,
    actor: Actor,
    row: EnterpriseRow,
    types: Mapping[str, DocumentType],
    proposed: list[Proposed],
    faults: Iterable[str],
) -> HttpResponse:
    wrong = [("files", text) for text in faults]
    wrong += [
        (f"{each.prefix}{'type' if name in ('form', 'files') else name}", f"{each.file.name}: {text}")
        for each in proposed
        for name, texts in each.faults.items()
        for text in texts
    ]
    most = limits(files_most=document_terms().bulk_most)
    context = {
        "enterprise": row,
        "groups": type_groups(types),
        "proposed": proposed,
        "summary": wrong,
        "terms": most,
        "ticket": most.ticket(nonce(actor, row.id)),
    }
    page = shelf_page(_("Add several documents"), shelf_crumb(row.id))
    return show(request, page, Shown("documents/several.html", context), status=WRONG if wrong else 200)
