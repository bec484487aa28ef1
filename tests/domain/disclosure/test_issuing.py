"""The document to be sealed: made and mailed once, to those who hand it in, whatever ends in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingce.domain.disclosure import sending
from qingce.domain.disclosure.actions import issue_explanation, take_back
from qingce.domain.disclosure.issuing import issue_waiting
from qingce.domain.disclosure.models import Disclosure
from qingce.shared.mail.models import Letter
from qingce.shared.parties.enums import MemberRole
from tests.domain.disclosure.disclosing import write_all
from tests.domain.disclosure.sealing import document, sent
from tests.domain.documents.keeping import Kept
from tests.factories import AT, member, somebody
from tests.processes import ROOT, Processes

LATER = AT + timedelta(hours=1)
LETTERS = Letter.objects.filter(kind="explanation-sent")
HERE = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
SEND = """
import time
from qingce.domain.disclosure import issuing
from tests.domain.disclosure.disclosing import accept, held, write_all
from tests.domain.disclosure.sealing import sent
def and_wait(*words, **more):
    print("there", flush=True)
    time.sleep(600)
issuing.issue_document = and_wait
own = held()
accept(own)
write_all(own)
sent(own)
"""
SWEEP = """
from contextlib import suppress
from datetime import timedelta
from qingce.domain.disclosure import issuing
from qingce.domain.disclosure.models import Disclosure
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.mail.models import Letter
from tests.factories import AT
def left():
    letters = Letter.objects.filter(kind="explanation-sent").count()
    print(Disclosure.objects.exclude(issued=None).count(), IssuedDocument.objects.count(), letters)
def end(*words, **more):
    raise KeyboardInterrupt
later, send = AT + timedelta(hours=1), issuing.send_mail
left()
issuing.send_mail = end
with suppress(KeyboardInterrupt):
    issuing.issue_waiting(at=later)
left()
issuing.send_mail = send
print(issuing.issue_waiting(at=later), issuing.issue_waiting(at=later))
left()
"""


@pytest.mark.requirement("DIS-2", "DIS-3")
def test_sending_that_is_killed_is_gone_on_with_and_each_comes_once(processes: Processes) -> None:
    run = processes.start(HERE + SEND)
    assert run.stdout is not None
    assert run.stdout.readline().strip() == "there"
    run.kill()
    run.wait()
    # sent, without a document; ended again between the document and its letter; then gone on with, twice
    assert processes.run(HERE + SWEEP).splitlines() == ["0 0 0", "0 1 0", "1 0", "1 1 1"]


@pytest.mark.django_db
@pytest.mark.requirement("DIS-3")
def test_letter_goes_to_those_who_may_hand_in(own: Kept) -> None:
    for name, role in (("reader", MemberRole.READER), ("editor", MemberRole.EDITOR)):
        member(own.organisation, somebody(f"{name}@example.org"), role)
    write_all(own)
    sent(own)
    assert set(LETTERS.values_list("to", flat=True)) == {"b@example.org", "editor@example.org"}


@pytest.mark.django_db
@pytest.mark.requirement("DIS-3")
def test_document_of_what_was_taken_back_meanwhile_is_mailed_to_nobody(
    own: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "issue_explanation", lambda *_, **__: None)
    write_all(own)
    pk = sent(own)
    assert (Disclosure.objects.get(pk=pk).issued, issue_waiting(at=AT)) == (None, 0)
    take_back(own.actor, pk, at=LATER)
    assert issue_waiting(at=LATER) == 0
    issue_explanation(pk, at=LATER)
    assert (document(pk)[:5], LETTERS.count()) == (b"%PDF-", 0)
