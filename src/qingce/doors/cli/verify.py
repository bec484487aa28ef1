"""`qingce verify`: checks files of the ledger with no network, no database and no settings."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from qingce.doors.cli.language import say
from qingce.doors.cli.messages import sentence
from qingce.doors.cli.offline_files import (
    FILE,
    GOOD,
    UNREADABLE,
    WRONG,
    is_unreadable,
    key_option,
    keys_given,
    keys_option,
    plain,
    text_of,
)
from qingce.doors.cli.verify_words import TEXTS, spoken, told
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.requirements import serves
from qingce.pure.merkle.errors import LogSplit
from qingce.pure.merkle.proof_files.checking_files import check_file
from qingce.pure.merkle.proof_files.signatures import check_not_split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingce.pure.merkle.notes import VerifierKey
    from qingce.pure.merkle.proof_files.results import Verified


@serves("LED-1", "LED-2")
@click.command(
    help=say(
        "离线核验账本的文件：证明、状态证明、增长证明、检查点。全部相符时退出码为 0，有不符的为 1，有无法读取的为 2。"
        "同时给出几个文件时，还核对它们是否出自同一份账本。",
        "Check files of the ledger offline: proofs, certificates, growth, checkpoints. Exit code 0: all hold; "
        "1: something does not; 2: something cannot be read. Several files are also held against one another.",
    )
)
@click.argument("files", nargs=-1, required=True, type=FILE)
@key_option
@keys_option
@click.option("--brief", is_flag=True, help=say("不显示条目的文字。", "Do not show what the entries say."))
def verify(*, files: Sequence[str], written: Sequence[str], lists: Sequence[str], brief: bool) -> None:
    """Checks files one by one, then against one another."""
    keys = keys_given(written, lists)
    found = [_checked(name, keys) for name in files]
    for name, result in zip(files, found, strict=True):
        click.echo(_block(name, result, brief=brief))
    verified = [result for result in found if not isinstance(result, InvalidValue)]
    sys.exit(max(_code(found), _held_together(verified), key=(GOOD, UNREADABLE, WRONG).index))


def _checked(name: str, keys: Sequence[VerifierKey] | None) -> Verified | InvalidValue:
    try:
        return check_file(text_of(name), keys)
    except InvalidValue as error:
        return error


def _code(found: Sequence[Verified | InvalidValue]) -> int:
    """What is wrong weighs more than what cannot be read."""
    errors = [each for each in found if isinstance(each, InvalidValue)]
    if all(map(is_unreadable, errors)):
        return UNREADABLE if errors else GOOD
    return WRONG


def _held_together(found: Sequence[Verified]) -> int:
    try:
        check_not_split([log for each in found for log in each.logs])
    except LogSplit as error:
        click.echo(plain(say("各文件之间：不符。", "Against one another: DO NOT HOLD. ") + sentence(error)))
        return WRONG
    return GOOD


def _block(name: str, result: Verified | InvalidValue, *, brief: bool) -> str:
    if isinstance(result, InvalidValue):
        verdict = (
            say("无法读取。", "CANNOT BE READ.") if _code([result]) == UNREADABLE else say("不符。", "DOES NOT HOLD.")
        )
        return plain(say(f"{name}：{verdict}{sentence(result)}", f"{name}: {verdict} {sentence(result)}"))
    lines = [say(f"{name}：相符。", f"{name}: holds.")]
    lines += [spoken(("  已证明：", "  Shown:")), *(f"  - {told(each)}" for each in result.shown)]
    lines += [spoken(("  未证明：", "  Not shown:")), *(f"  - {told(each)}" for each in result.not_shown)]
    for kind, text in () if brief else result.texts:
        lines += [f"  {spoken(TEXTS[kind])}", *(f"    {line}" for line in _laid_out(text).split("\n"))]
    return plain("\n".join(lines))


def _laid_out(text: str) -> str:
    if not text.startswith("{"):
        return text.rstrip("\n")
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
