"""What the bench of rosters measures, in a process of its own in which Django is set up."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils import timezone
from django_tasks import task_backends

from qingce.domain.cleaner_production.actions import RosterText, bring_roster, choose_roster_columns
from qingce.domain.cleaner_production.enums import ListKind, Obligation
from qingce.domain.cleaner_production.queries import propose
from qingce.domain.records.actions import queue_import
from qingce.pure.rules.library import read_library
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.models import Batch
from qingce.shared.jobs.claims import claim_next, settle_success
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.parties.queries import operator
from qingce.shared.rulebooks.actions import release_book
from qingce.shared.rulebooks.queries import rulebook_folder


def main(path: str) -> None:
    """Brings the roster, says its columns, has it written, and brings the next year's; prints seconds of each part."""
    at = timezone.now()
    release_book(read_library(rulebook_folder()).versions("cleaner-production")[-1], by=PLATFORM, at=at)
    told = [[(name, spent) for name, spent in _taken_in(Path(path), year)] for year in (2021, 2022)]
    print(json.dumps(told))


def _taken_in(path: Path, year: int) -> Iterator[tuple[str, float]]:
    said = RosterText(
        "320000", ListKind.ROSTER, year, year, f"样例省{year}年清洁生产审核名单", "样例省生态环境厅",
        obligation=Obligation.MANDATORY,
    )  # fmt: skip
    staff = operator("bench")
    found: list[int] = []

    def bring() -> None:
        found.append(bring_roster(staff, said, (path.name, path), language="zh", at=timezone.now()))
        _work()

    def choose() -> None:
        columns = propose(_batch(found[0]).inspection["tables"][0]["columns"], today=timezone.localdate())
        fields = {each.field: each.name for each in columns if each.field}
        choose_roster_columns(found[0], fields, actor=staff, at=timezone.now())
        _work()

    def take() -> None:
        mapping = _batch(found[0]).mapping_sha256
        queue_import(found[0], expected_mapping=mapping, actor=staff, at=timezone.now())
        _work()

    yield "looked into", _seconds(bring)
    yield "columns said, tried", _seconds(choose)
    yield "written", _seconds(take)
    done = _batch(found[0])
    if done.state != BatchState.DONE:
        raise RuntimeError(f"{done.state}: {done.problem}")


def _batch(pk: int) -> Batch:
    return Batch.objects.get(pk=pk)


def _seconds(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _work() -> None:
    """What waits for the worker and is due, as the worker does it."""
    at = timezone.now()
    queues = sorted(task_backends["default"].queues)
    while claim := next(filter(None, (claim_next(queue, worker="bench", at=at) for queue in queues)), None):
        arguments = claim.result.args_kwargs
        value = claim.result.task.call(*arguments["args"], **arguments["kwargs"])
        settle_success(claim, value, at=timezone.now())
