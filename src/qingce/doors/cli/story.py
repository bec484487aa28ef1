"""`qingce story`: what a ledger says of a record, a case or an enterprise, read from the whole log and nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qingce.doors.cli.language import counted, say
from qingce.doors.cli.messages import sentence
from qingce.doors.cli.offline_files import WRONG, is_unreadable, key_option, keys_given, keys_option, plain
from qingce.doors.cli.story_words import BOUND, BY, NOT_SHOWN, ROLES, act_titles
from qingce.doors.cli.verify_words import NAMES, spoken, told
from qingce.doors.cli.witnessing.errors import LogMissing
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.requirements import serves
from qingce.pure.merkle.errors import TileMissing
from qingce.pure.merkle.notes import Note, VerifierKey, read_note, read_verifier
from qingce.pure.merkle.proof_files.errors import KeyMissing
from qingce.pure.merkle.proof_files.results import left_open, of_signatures
from qingce.pure.merkle.proof_files.signatures import Signed, read_signed
from qingce.pure.merkle.proof_files.stories import Told, entries_of_log, story_of

if TYPE_CHECKING:
    from qingce.doors.cli.witnessing.log_server import LogServer

KINDS = ("record", "case", "enterprise")


class LogFolder:
    """A log as files: a mirror, or the folder that its server publishes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fetch(self, path: str) -> bytes:
        """A tile or a bundle of entries. Raises: TileMissing."""
        try:
            return (self._folder / path).read_bytes()
        except OSError:
            raise TileMissing(path) from None

    def checkpoint(self) -> Note:
        """The checkpoint that lies there. Raises: LogMissing; NoteUnreadable."""
        try:
            return read_note((self._folder / "checkpoint").read_text("utf-8"))
        except OSError:
            raise LogMissing(str(self._folder / "checkpoint")) from None

    def told_keys(self) -> list[VerifierKey]:
        """The keys that lie beside it, if any; nobody vouches for them."""
        try:
            text = (self._folder / "keys").read_text("utf-8")
        except OSError:
            return []
        return [read_verifier(line) for line in text.splitlines() if line]


@serves("LED-1", "LED-2", "REC-10")
@click.command(
    help=say(
        "从整个账本读出一条记录、一个案件或一家企业的始末，逐条核对，不用数据库。KIND：record、case 或 enterprise。"
        "LOG：镜像或公开文件所在的文件夹，或网站的地址。",
        "Read from the whole ledger what was done about a record, a case or an enterprise; each entry is checked, no "
        "database is used. KIND: record, case or enterprise. LOG: the folder of a mirror, or the address of a site.",
    )
)
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("number", type=click.IntRange(min=1))
@click.argument("log")
@key_option
@keys_option
@click.option("--json", "is_json", is_flag=True, help=say("逐行输出条目原文。", "The entries as they are, one a line."))
def story(*, kind: str, number: int, log: str, written: Sequence[str], lists: Sequence[str], is_json: bool) -> None:
    """Checks the signature, then every entry, and tells those that belong to it."""
    given = keys_given(written, lists)
    try:
        signed, found = _read(log, given, kind, number)
    except InvalidValue as error:
        if is_unreadable(error):
            raise
        click.echo(say(f"不符。{sentence(error)}", f"DOES NOT HOLD. {sentence(error)}"), err=True)
        sys.exit(WRONG)
    if is_json:
        for one in found:
            click.echo(json.dumps({"number": one.number, "entry": one.entry.text}, ensure_ascii=False))
        return
    size, named = signed.checkpoint.size, f"{spoken(NAMES[kind])} {number}"
    click.echo(
        say(
            f"{named}：账本 {signed.checkpoint.origin} 的 {size} 条中有 {len(found)} 条，逐条相符。",
            f"{named}: {len(found)} of the {counted(size, 'entry', 'entries')} of {signed.checkpoint.origin}; each was "
            "checked.",
        )
    )
    for one in found:
        click.echo(plain(_block(one)))
    for finding in of_signatures(signed):
        click.echo(told(finding))
    click.echo(spoken(("未证明：", "Not shown:")))
    for finding in left_open(signed, has_own_keys=given is None):
        click.echo(f"- {told(finding)}")
    for words in NOT_SHOWN:
        click.echo(f"- {spoken(words)}")


def _read(log: str, given: Sequence[VerifierKey] | None, kind: str, number: int) -> tuple[Signed, list[Told]]:
    with _opened(log) as source:
        known = source.told_keys() if given is None else given
        if not known:
            raise KeyMissing("A checkpoint alone names no key: give the log's, with --key or --keys.")
        signed = read_signed(source.checkpoint().written, known)
        return signed, list(story_of(entries_of_log(source.fetch, signed.checkpoint), kind, number))


@contextmanager
def _opened(log: str) -> Iterator[LogFolder | LogServer]:
    if "://" not in log:
        yield LogFolder(Path(log))
        return
    from qingce.doors.cli.witnessing.log_server import LogServer
    from qingce.shared.asking.queries import Asker, checked_address

    with Asker() as asker:
        yield LogServer(asker, checked_address(log))


def _block(each: Told) -> str:
    said, titles = each.said, act_titles()
    subject = f"{spoken(NAMES[each.entry.kind]) if each.entry.kind in NAMES else each.entry.kind} {each.entry.number}"
    role = said["actor"]["role"]
    act = f"{spoken(titles[each.act])} ({each.act})" if each.act in titles else each.act
    lines = [f"#{each.number}  {said['at'][:19]}Z  {subject}  {act}"]
    lines.append(f"    {spoken(BY)} {spoken(ROLES[role]) if role in ROLES else role}")
    lines += [f"    {name}: {_value(value)}" for name, value in said["facts"].items()]
    if said["words"]:
        lines.append(f"    {spoken(BOUND)} {said['words']}")
    return "\n".join(lines)


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
