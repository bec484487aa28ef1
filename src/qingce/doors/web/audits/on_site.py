"""On site, on the page of an audit: how the enterprise runs, and the declaration of annex 3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from qingce.domain.removal.actions import (
    check_declaration,
    confirm_readiness,
    own_signature,
    sign_declaration,
    state_readiness,
)
from qingce.domain.removal.enums import AuditParty, AuditState, Signing
from qingce.domain.removal.queries import declaration_papers_of, public_case, readiness_of, signatures_of
from qingce.doors.web.audits.parts import AuditForm, AuditPage, AuditPart, register_part
from qingce.doors.web.numbers import number_in
from qingce.doors.web.rules.answers import Answers, read_answers
from qingce.doors.web.rules.fields import field
from qingce.doors.web.rules.words import clause_words, value_words
from qingce.doors.web.rules.words import said as in_language
from qingce.pure.rules.book import Book
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.values import read_facts
from qingce.shared.rulebooks.queries import book_of

TABLE, DECLARATION, EXPLAINED = "on-site-readiness", "declaration", "is_load_explained"
ASKED = ("is_operating_normally", "is_stable", "load_percent", "are_facilities_running", "are_all_records_declared")
SIGNERS = {"factory": AuditParty.ENTERPRISE, "auditor": AuditParty.AGENCY, "ngo": AuditParty.OBSERVER}
YES_NO = {"yes": True, "no": False}
ADVICE = {
    "not-ready": gettext_lazy(
        "By these figures the audit on site may not go on: production has to be normal and stable, with a load above "
        "three quarters of design capacity and treatment running, and no record left out. The enterprise puts it right "
        "and states it anew; until then the audit waits here."
    ),
    "ask": gettext_lazy("The load is above design capacity: the enterprise says why and states it anew."),
}
NOTHING = Answers({}, {}, frozenset(), {})


def _readiness(page: AuditPage) -> Mapping[str, Any] | None:
    row = readiness_of(page.row.id)
    states = page.party == AuditParty.ENTERPRISE and page.writes and page.row.state == AuditState.AUDITING
    if page.party is None or (row is None and not states):
        return None
    book = book_of(page.found.rules)
    table = compile_table(book, TABLE, on=public_case(page.row.case_id).row.applied_on or page.on)
    outcomes = {each.id: in_language(each.title) for each in book.tables[TABLE].outcome}
    facts = read_facts(book, row.facts) if row else {}
    shown = [name for name in facts if name != EXPLAINED]  # that is asked by its own field
    stated = [(in_language(book.facts[name].title), value_words(book.facts[name], facts[name])) for name in shown]
    return {
        "stated": row,
        "facts": stated,
        "outcome": outcomes.get(row.outcome, "") if row else "",
        "fields": [field(table, name, _typed(page, book)) for name in ASKED] if states else (),
        "advice": ADVICE.get(row.outcome, "") if row and page.row.state == AuditState.AUDITING else "",
        "confirms": row is not None
        and row.outcome == "ready"
        and row.confirmed_at is None
        and page.party == AuditParty.AGENCY
        and page.writes
        and page.row.state == AuditState.AUDITING,
        "case": page.row.case_id,
    }


def _typed(page: AuditPage, book: Book) -> Answers:
    """What was sent and could not be taken, so that nothing has to be said twice."""
    said = page.request.POST
    return read_answers(book, ASKED, said) if said.get("act") == "readiness" else NOTHING


def _state(form: AuditForm) -> None:
    said = {name: form.said.get(name, "") for name in ASKED}
    facts: dict[str, object] = {name: YES_NO.get(value, value) for name, value in said.items()}
    state_readiness(form.actor, form.pk, facts, explanation=form.said.get("explanation", ""), at=form.at)


def _confirm(form: AuditForm) -> None:
    confirm_readiness(form.actor, form.pk, number_in(form.said.get("statement", "")) or 0, at=form.at)


def _declaration(page: AuditPage) -> Mapping[str, Any] | None:
    signed = {each.party: each for each in signatures_of(page.row.id)}
    if not signed and (page.party is None or page.row.state != AuditState.AUDITING):
        return None
    listed, promises = book_of(page.found.rules).lists[DECLARATION], []
    for each in listed.axis["party"]:
        party = SIGNERS[each.id]
        signature = signed.get(party) or (signed.get(AuditParty.PLATFORM) if each.id == "ngo" else None)
        own = (item for item in listed.item if item.at["party"] == each.id)
        items = [(in_language(item.title), clause_words(item.clause)) for item in own]
        promises.append((in_language(each.title), items, signature, _signs(page, party) and signature is None))
    signs = any(each[3] for each in promises)
    return {
        "promises": promises,
        "is_public": page.party is None,
        "name": page.actor.name,
        "papers": declaration_papers_of(page.row.id) if page.party is not None else (),
        "signs": signs,
        "checks": page.party == AuditParty.PLATFORM and page.writes and page.row.state == AuditState.AUDITING,
        "hands_in": page.writes and page.row.state == AuditState.AUDITING and page.party != AuditParty.PLATFORM,
        "file_url": "web:office-audit-declaration"
        if page.party == AuditParty.PLATFORM
        else "web:my-audit-declaration-file",
    }


def _signs(page: AuditPage, party: AuditParty) -> bool:
    """Whether somebody signs here: for one's own party, or as a person who is named as observer."""
    if page.row.state != AuditState.AUDITING or not page.writes:
        return False
    if party == AuditParty.OBSERVER:
        return page.found.observes
    return page.party == party


def _own(form: AuditForm) -> None:
    said = form.said
    signing = Signing(said.get("name", ""), said.get("position", ""), "read" in said)
    own_signature(form.actor, form.pk, form.party, number_in(said.get("paper", "")) or 0, signing, at=form.at)


def _check(form: AuditForm) -> None:
    paper, is_accepted = number_in(form.said.get("paper", "")) or 0, form.said.get("accepted") == "yes"
    check_declaration(form.actor, form.pk, paper, is_accepted=is_accepted, note=form.said.get("note", ""), at=form.at)


def _sign(form: AuditForm) -> None:
    said = form.said
    sign_declaration(
        form.actor,
        form.pk,
        form.party,
        name=said.get("name", ""),
        position=said.get("position", ""),
        is_read="read" in said,
        at=form.at,
    )


register_part(
    AuditPart("readiness", "web/audits/_readiness.html", _readiness, {"readiness": _state, "ready": _confirm}, 30)
)
register_part(
    AuditPart(
        "declaration",
        "web/audits/_declaration.html",
        _declaration,
        {"sign": _sign, "own-signature": _own, "check-declaration": _check},
        32,
    )
)
