"""Work done ahead in a process of its own, so that a second processor reads while the first one writes."""

from __future__ import annotations

import gc
import os
import pickle  # between processes of our own only  # nosec B403
import signal
import subprocess  # a fixed list of words  # nosec B404
import sys
from contextlib import suppress
from traceback import format_exc
from typing import IO, TYPE_CHECKING, Any, TypeVar

from django.conf import settings

from qingce.shared.bulk.collecting import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

_T = TypeVar("_T")
_START = "import sys; sys.path[:] = {path!r}; from {module} import work; work({given}, {made})"


def made_ahead(make: Callable[..., Iterator[_T]], *args: object) -> Generator[_T]:
    """What a generator yields, made in a process of its own; one thing waits there while another is worked on here.

    The process has Django but must not touch the database. It ends with this generator, and when the process that
    asked for it dies: nobody reads from its pipe then.

    Args: make: a function of a module. args: can be sent to another process, like what is yielded.
    Raises: what `make` raises; RuntimeError: that cannot be sent, or the process died.
    """
    given, give = os.pipe()
    made, tell = os.pipe()
    start = _START.format(path=sys.path, module=__name__, given=given, made=tell)
    surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    words = [sys.executable, "-c", start]
    process = subprocess.Popen(words, env=surroundings, pass_fds=(given, tell))  # nosec B603
    os.close(given)
    os.close(tell)
    try:
        with os.fdopen(made, "rb") as answers:
            with suppress(BrokenPipeError), os.fdopen(give, "wb") as question:
                pickle.dump((make, args), question, protocol=pickle.HIGHEST_PROTOCOL)
            yield from _read(answers)
    finally:
        process.kill()
        process.wait()


def _read(answers: IO[bytes]) -> Iterator[Any]:
    while True:
        try:
            with uncollected():
                kind, content = pickle.load(answers)  # noqa: S301  # from a process of our own  # nosec B301
        except (EOFError, pickle.UnpicklingError):
            raise RuntimeError("The process that reads ahead has died; is there too little memory?") from None
        if kind == "end":
            return
        if kind == "error":
            raise content
        yield content


def work(given: int, made: int) -> None:
    """What the other process does: makes what was asked for and sends it; a pipe holds one thing until it is read."""
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked ends this process
    django.setup()  # before what was asked for is imported
    with suppress(BrokenPipeError), os.fdopen(given, "rb") as question, os.fdopen(made, "wb") as answers:
        try:
            make, args = pickle.load(question)  # noqa: S301  # from the process that started this one  # nosec B301
            # What was loaded so far stays; of what is made, little is left once it is sent.
            gc.freeze()
            gc.disable()
            for each in make(*args):
                _send(answers, "made", each)
                gc.collect()
            _send(answers, "end", None)
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001  # told to whoever asked
            _send(answers, "error", _sendable(error))


def _send(answers: IO[bytes], kind: str, content: object) -> None:
    answers.write(pickle.dumps((kind, content), protocol=pickle.HIGHEST_PROTOCOL))
    answers.flush()


def _sendable(error: Exception) -> Exception:
    """An error that the other process can read."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  # our own  # nosec B301
    except Exception:  # noqa: BLE001  # whatever the error's class does
        return RuntimeError(format_exc())
    return error
