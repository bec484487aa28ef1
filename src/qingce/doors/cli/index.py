"""`qingce reindex` and `qingce doctor`: the index beside the database."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.language import say
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves

if TYPE_CHECKING:
    from qingce.shared.search.enums import Difference


@serves("REC-6")
@click.command(
    help=say(
        "重建检索索引，建成后替换；其间检索照常。",
        "Build the index anew beside the present one, then put it in its place; searching goes on.",
    )
)
@click.option("--missing", is_flag=True, help=say("只建尚无索引的种类。", "Only kinds that have no index yet."))
def reindex(*, missing: bool) -> None:
    """Builds the index anew beside the present one, then puts it in its place; searching goes on meanwhile."""
    from qingce.shared.changes.actions import settle_notes
    from qingce.shared.search.registry import kinds

    settle_notes(at=timezone.now())  # the followers of the indexes go on behind all that is read now
    for kind in kinds():
        if not (missing and _is_indexed(kind)):
            _build(kind)


def _is_indexed(kind: str) -> bool:
    from qingce.shared.search.actions import refresh
    from qingce.shared.search.errors import IndexMissing

    try:
        refresh(kind)
    except IndexMissing:
        return False
    return True


@serves("REC-6")
@click.command(
    help=say(
        "核对数据库、索引与变更流；有差异且未修复时退出码为 1。",
        "Compare database, index and change feed; exit code 1 if anything differs and was not mended.",
    )
)
@click.option("--mend", is_flag=True, help=say("修复差异。", "Put right what differs."))
def doctor(*, mend: bool) -> None:
    """Compares database, index and change feed; exit code 1 if anything differs and was not mended."""
    from qingce.shared.changes.actions import number_changes, run_followers
    from qingce.shared.changes.queries import lag

    number_changes(at=timezone.now())
    run_followers()
    waiting = sum(each.behind for each in lag())
    click.echo(_("Change feed: %(count)d changes waiting.") % {"count": waiting})
    _tell_unfinished()
    is_well = waiting == 0
    is_well &= _check_ledger()
    is_well &= _check_case_counts(mend=mend)
    is_well &= _check_indexes(mend=mend)
    sys.exit(0 if is_well else 1)


def _tell_unfinished() -> None:
    """Files that are being taken in, or whose run was cut off: bringing them again ends them."""
    from qingce.shared.intake.queries import unfinished_batches

    for number, name in unfinished_batches():
        told = _("Batch %(number)d (%(file)s) has not ended: if nothing is taking it in, bring the file again.")
        click.echo(told % {"number": number, "file": name})


def _check_ledger() -> bool:
    """Entries that wait for a number, and whether the database is what was published; `ledger audit` looks deeper."""
    from qingce.doors.cli.messages import sentence
    from qingce.shared.ledger.queries import check_published, waiting_entries

    waiting = waiting_entries()
    click.echo(_("Public ledger: %(count)d entries wait for a number.") % {"count": waiting})
    try:
        check_published()
    except QingceError as error:
        click.echo(sentence(error))
        return False
    return True


def _check_case_counts(*, mend: bool) -> bool:
    """Counts of cases and steps that are kept, beside what is counted afresh."""
    from qingce.domain.removal.actions import mend_counts
    from qingce.domain.removal.queries import wrong_counts

    wrong = wrong_counts()
    if wrong and mend:
        mend_counts()
        click.echo(_("Counts of cases: mended."))
        wrong = wrong_counts()
    click.echo(_("Counts of cases: %(count)d differ from the cases.") % {"count": sum(wrong.values())})
    return not wrong


def _tell_missing(kind: str) -> bool:
    click.echo(_("%(kind)s: there is no index; build it with `qingce reindex`.") % {"kind": kind})
    return False


def _build(kind: str) -> bool:
    from qingce.shared.search.actions import rebuild

    click.echo(_("%(kind)s: %(count)d entries indexed.") % {"kind": kind, "count": rebuild(kind)})
    return True


def _check_indexes(*, mend: bool) -> bool:
    from qingce.shared.search.registry import kinds

    answers = [_check_index(kind, mend=mend) for kind in kinds()]  # every kind is looked at
    return all(answers)


def _check_index(kind: str, *, mend: bool) -> bool:
    from qingce.shared.search import actions as index

    if not _is_indexed(kind):
        return _build(kind) if mend else _tell_missing(kind)
    difference = index.compare(kind)
    _tell(kind, difference)
    if difference and mend:
        index.mend(kind)
        difference = index.compare(kind)
        if not difference:
            click.echo(_("%(kind)s: mended.") % {"kind": kind})
    if difference.unreadable:
        numbers = ", ".join(map(str, difference.unreadable[:20]))
        click.echo(_("%(kind)s: these rows cannot be read: %(numbers)s") % {"kind": kind, "numbers": numbers})
    return not difference


def _tell(kind: str, difference: Difference) -> None:
    counts = {
        "kind": kind,
        "missing": len(difference.missing),
        "surplus": len(difference.surplus),
        "stale": len(difference.stale),
    }
    click.echo(_("%(kind)s: %(missing)d missing, %(surplus)d too many, %(stale)d out of date.") % counts)
