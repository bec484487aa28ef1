"""Processes that begin where another one stands that has imported everything already: a twentieth of a second each.

One process for each process of the tests sets Django up and then waits. Asked for another, it forks one that reads the
settings anew from its own environment and runs its code; nothing of what it does comes back. Between the two stands one
that waits for its end and tells how it came.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from importlib import import_module, reload
from types import ModuleType
from typing import Any

import django
from django.conf import settings
from django.core.cache import caches
from django.core.files.storage import storages
from django.db import connections
from django.utils.log import configure_logging

from qingce.config.environment import environment

LONGEST = 4_000_000  # of a request, in bytes


class Forked:
    """A process, asked like one of `subprocess`."""

    def __init__(self, code: str, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
        request = json.dumps({"code": code, "arguments": arguments, "environment": environment}).encode()
        told, tells = os.pipe()
        out, out_end = os.pipe()
        error, error_end = os.pipe()
        socket.send_fds(_waiting(), [request], [tells, out_end, error_end])
        for end in (tells, out_end, error_end):
            os.close(end)
        self._told = os.fdopen(told)
        self.stdout, self.stderr = os.fdopen(out, encoding="utf-8"), os.fdopen(error, encoding="utf-8")
        self.pid = int(self._told.readline())
        self.returncode: int | None = None
        self._said: dict[str, str] = {}
        self._reading: list[threading.Thread] = []

    def poll(self) -> int | None:
        """How it ended; None: it has not."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.returncode = os.waitstatus_to_exitcode(int(self._told.readline()))
            self._told.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """How it ended.

        Raises: subprocess.TimeoutExpired.
        """
        if self.poll() is None and not select.select([self._told], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("a forked process", timeout or 0)
        return self.poll() or 0

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """All that it still says on either way, once it has ended.

        Raises: subprocess.TimeoutExpired.
        """
        if not self._reading:
            self._reading = [threading.Thread(target=self._read, args=(name,)) for name in ("stdout", "stderr")]
            for each in self._reading:
                each.daemon = True
                each.start()
        self.wait(timeout)
        for each in self._reading:
            each.join(timeout)
        return self._said["stdout"], self._said["stderr"]

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _read(self, name: str) -> None:
        with getattr(self, name) as stream:
            self._said[name] = stream.read()


@cache
def _waiting() -> socket.socket:
    """The line to the process that forks; it ends when the line does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LONGEST)
    command = [sys.executable, "-m", "tests.forking", str(theirs.fileno())]
    variables = os.environ | {"DJANGO_SETTINGS_MODULE": "qingce.config.settings"}
    process = subprocess.Popen(
        command, env=variables, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
    )
    theirs.close()
    atexit.register(lambda: (ours.close(), process.wait()))
    return ours


def _fork_for_whoever_asks(line: socket.socket) -> None:
    django.setup()
    reload(import_module("qingce.config.settings"))  # as it reads them: what an app changed in them is not in there
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that wait
    while True:
        request, ends, *_ = socket.recv_fds(line, LONGEST, 3)
        if not request:
            return
        if not os.fork():
            line.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _run_and_tell(json.loads(request), *ends)
        for end in ends:
            os.close(end)


def _run_and_tell(asked: dict[str, Any], tells: int, out: int, error: int) -> None:
    child = os.fork()
    if child:
        os.close(out)
        os.close(error)
        os.write(tells, f"{child}\n".encode())
        os.write(tells, f"{os.waitpid(child, 0)[1]}\n".encode())
        os._exit(0)
    os.setsid()
    os.close(tells)
    os.dup2(out, 1)
    os.dup2(error, 2)
    os.close(out)
    os.close(error)
    _begin(asked["environment"])
    _end(_status_of(asked["code"], asked["arguments"]))


def _begin(variables: dict[str, str]) -> None:
    """Settings as a process of this environment would read them."""
    os.environ.clear()
    os.environ.update(variables)
    sys.path += [path for path in variables.get("PYTHONPATH", "").split(os.pathsep) if path not in sys.path]
    environment.cache_clear()
    module = import_module("qingce.config.settings")
    before = {name: value for name, value in vars(module).items() if name.isupper()}
    for name, value in vars(reload(module)).items():
        if name.isupper() and value != before[name]:
            setattr(settings, name, value)
    for handler in (connections, caches):
        for each in handler:
            with suppress(AttributeError):  # nobody asked for it yet
                del handler[each]
        handler._settings = None
        handler.__dict__.pop("settings", None)
    storages._backends = None
    storages.__dict__.pop("backends", None)
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


def _status_of(code: str, arguments: list[str]) -> int:
    sys.argv = ["-c", *arguments]
    main = sys.modules["__main__"] = ModuleType("__main__")
    try:
        exec(compile(code, "<string>", "exec"), main.__dict__)  # noqa: S102  # what the test says
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  # whatever it is, it ends as a process that it ends would
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def _end(status: int) -> None:
    """As the interpreter ends: what is not done is waited for, what is to be done at the end is done."""
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    _fork_for_whoever_asks(socket.socket(fileno=int(sys.argv[1])))
