"""`qingce serve`: the pages and the worker, started together and stopped together."""

from __future__ import annotations

import copy
import errno
import logging
import os
import signal
import socket
from typing import TYPE_CHECKING, Any

import click

from qingce.doors.cli.errors import AddressUnknown, PortForbidden, PortTaken
from qingce.doors.cli.input_watch import when_input_ends
from qingce.doors.cli.language import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingce.pure.kernel.errors import QingceError


@click.command(
    help=say(
        "启动网站和后台工作；Ctrl-C 停止。",
        "Serve the pages and do background work; Ctrl-C stops both.",
    )
)
@click.option("--host", default="127.0.0.1", show_default=True, help=say("监听的地址。", "Address to listen on."))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help=say("监听的端口。", "Port to listen on."),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=2,
    show_default=True,
    help=say("网页进程数。", "Processes that make pages."),
)
@click.option(
    "--pages-only",
    is_flag=True,
    help=say("只有网页，后台工作在别处运行。", "Pages only; background work runs elsewhere."),
)
@click.option("--until-input-ends", is_flag=True, hidden=True)
def serve(*, host: str, port: int, workers: int, pages_only: bool, until_input_ends: bool) -> None:
    """Serve until a signal comes."""
    _read_settings(tell=not until_input_ends)
    check_port(host, port)
    if pages_only:
        _serve_pages(host, port, workers=workers, until_input_ends=until_input_ends)
        return
    from qingce.doors.cli.supervising import Supervisor

    Supervisor(host, port, workers=workers).run()


def _read_settings(*, tell: bool) -> None:
    """Stop here, and not in each process, if they are wrong or unsafe; tell what else should be better."""
    from django.conf import settings

    need_ledger_key()
    notes: list[str] = settings.SAFETY_NOTES
    for note in notes if tell else ():
        click.echo(note, err=True)


def need_ledger_key() -> None:
    """Nothing, if the ledger's checkpoints can be signed; what could not be proved to anybody is not begun.

    Raises: KeyMissing.
    """
    from django.conf import settings

    from qingce.shared.ledger.errors import KeyMissing

    if not settings.LEDGER_KEYS:
        raise KeyMissing


def check_port(host: str, port: int) -> None:
    """Nothing, if this process could listen there.

    Raises: PortTaken, PortForbidden, AddressUnknown: why it could not.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise _port_error(error, host, port) from None


def _port_error(error: OSError, host: str, port: int) -> QingceError:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(port)
    if error.errno == errno.EACCES:
        return PortForbidden(port)
    return AddressUnknown(host)


def _serve_pages(host: str, port: int, *, workers: int, until_input_ends: bool) -> None:
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    if until_input_ends:
        when_input_ends(lambda: os.kill(os.getpid(), signal.SIGTERM))
    Server(
        "qingce.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=settings.TRANSFER_THREADS,  # pages are made in turn, see doors/web/transfer
        log_access=False,
        log_level=LogLevels.warning,
        log_dictconfig=_log_to_standard_error(),
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()


def _log_to_standard_error() -> dict[str, Any]:
    """The server's log settings, without its habit of writing errors between what a command prints."""
    from granian.log import LOGGING_CONFIG

    settings: dict[str, Any] = copy.deepcopy(LOGGING_CONFIG)
    settings["filters"] = {"news": {"()": "qingce.doors.cli.serve.only_news"}}
    for handler in settings["handlers"].values():
        handler.update(stream="ext://sys.stderr", filters=["news"])
    return settings


def only_news() -> Callable[[logging.LogRecord], bool]:
    """Leaves out what is meant: more threads than processors, since nearly all of them wait for slow clients."""
    return lambda record: "Python threads" not in record.getMessage()
