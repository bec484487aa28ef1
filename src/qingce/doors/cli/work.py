"""`qingce work`: the worker process."""

from __future__ import annotations

import logging
import os
import signal
from threading import Event
from typing import TYPE_CHECKING

import click

from qingce.doors.cli.input_watch import when_input_ends
from qingce.doors.cli.language import say

if TYPE_CHECKING:
    from types import FrameType


@click.command(
    help=say(
        "做后台工作：变更编号、更新索引、定时任务和排队的任务；Ctrl-C 停止。",
        "Do background work: number changes, keep the index, scheduled and queued jobs; Ctrl-C stops it.",
    )
)
@click.option(
    "--poll",
    "poll_seconds",
    type=click.FloatRange(0.05, 60),
    default=0.3,
    show_default=True,
    help=say("空闲时多少秒看一次。", "Seconds between looks when idle."),
)
@click.option(
    "--grace",
    "grace_seconds",
    type=click.FloatRange(0, 3600),
    default=20,
    show_default=True,
    help=say(
        "停止时给正在运行的任务多少秒；未完成的以后重新运行。",
        "Seconds a running job may go on after a stop; one that does not end is run again later.",
    ),
)
@click.option("--name", help=say("工作进程的名称，不得重复。", "Name of this worker; must be its own."))
@click.option(
    "--replaces",
    help=say("已知终止的工作进程；立即接手其任务。", "A worker known to be dead; its jobs are taken over at once."),
)
@click.option("--until-input-ends", is_flag=True, hidden=True)
def work(
    *,
    poll_seconds: float,
    grace_seconds: float,
    name: str | None,
    replaces: str | None,
    until_input_ends: bool,
) -> None:
    """Work until a signal comes or the parent is gone."""
    from qingce.doors.cli.serve import need_ledger_key
    from qingce.shared.jobs.actions import run_worker

    need_ledger_key()
    stop = Event()
    _stop_on_signals(stop)
    if until_input_ends:
        when_input_ends(stop.set)
    has_ended = run_worker(
        stop=stop, poll_seconds=poll_seconds, name=name, replaces=replaces, grace_seconds=grace_seconds
    )
    if not has_ended:
        _leave_at_once(0)


def _stop_on_signals(stop: Event) -> None:
    def on_signal(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():  # asked twice: now; what was running is run again by the next worker
            _leave_at_once(128 + number)
        stop.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, on_signal)


def _leave_at_once(status: int) -> None:
    """End without waiting for the threads: a running job may hold one for hours, and may be killed at any time."""
    logging.shutdown()
    os._exit(status)
