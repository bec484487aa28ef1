"""`qingce verify-draw`: holds a draw again from its file, with no network, no database and no settings."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from qingce.doors.cli.draw_checking import CheckedDraw, CheckedValue, check_draw_file
from qingce.doors.cli.language import say
from qingce.doors.cli.messages import sentence
from qingce.doors.cli.offline_files import (
    FILE,
    UNREADABLE,
    WRONG,
    is_unreadable,
    key_option,
    keys_given,
    keys_option,
    plain,
    text_of,
)
from qingce.doors.cli.verify_words import told
from qingce.pure.draw.announcing import moment_text
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.requirements import serves
from qingce.pure.merkle.proof_files.proofs import of_entry
from qingce.pure.merkle.proof_files.results import left_open, of_signatures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REASONS = {
    "employer": ("任职单位", "employer"),
    "past-project": ("过往项目", "past project"),
    "declared-tie": ("申报的关系", "declared tie"),
    "other": ("其他", "other"),
}

HEADINGS = (
    "序号 MD5 摘要                              余数基 位次  抽中",
    "index MD5 digest                       remaining place  chosen",
)


@serves("EXP-1", "LED-1")
@click.command(
    "verify-draw",
    help=say(
        "离线重做一次随机抽取：逐步计算并与账本核对。全部相符时退出码为 0，有不符的为 1，有无法读取的为 2。",
        "Hold a draw again from its file, offline, and hold it against the ledger. Exit code 0: all holds; "
        "1: something does not; 2: the file cannot be read.",
    ),
)
@click.argument("file", type=FILE)
@key_option
@keys_option
@click.option("--brief", is_flag=True, help=say("不逐步显示。", "Do not print each step."))
def verify_draw(*, file: str, written: Sequence[str], lists: Sequence[str], brief: bool) -> None:
    """Checks one file."""
    try:
        found = check_draw_file(text_of(file), keys_given(written, lists))
    except InvalidValue as error:
        verdict = say("无法读取。", "CANNOT BE READ.") if is_unreadable(error) else say("不符。", "DOES NOT HOLD.")
        click.echo(plain(f"{file}{say('：', ': ')}{verdict} {sentence(error)}"))
        sys.exit(UNREADABLE if is_unreadable(error) else WRONG)
    click.echo(plain("\n".join([say(f"{file}：相符。", f"{file}: holds."), *_lines(found, brief=brief)])))


def _lines(found: CheckedDraw, *, brief: bool) -> Iterator[str]:
    announced = found.announced
    yield say(
        f"  第 {announced.number} 号抽取：{announced.purpose}（{announced.occasion}）",
        f"  Draw {announced.number}: {announced.purpose} ({announced.occasion})",
    )
    yield say(
        f"  名单 {len(announced.pool)} 个，排除 {len(announced.exclusions)} 个，抽取 {announced.count} 个。",
        f"  Pool {len(announced.pool)}, excluded {len(announced.exclusions)}, to draw {announced.count}.",
    )
    yield from _excluded(found)
    for source in announced.sources:
        yield say(
            f"  随机数来源：{source.what}；{source.where}；{moment_text(source.due_at)}",
            f"  Source of random numbers: {source.what}; {source.where}; {moment_text(source.due_at)}",
        )
    for place, value in enumerate(found.values, start=1):
        yield from _value(found, place, value, brief=brief)
    yield say("  已证明：", "  Shown:")
    yield from (f"  - {each}" for each in _shown(found))
    yield say("  未证明：", "  Not shown:")
    yield from (f"  - {each}" for each in _not_shown(found))


def _excluded(found: CheckedDraw) -> Iterator[str]:
    texts = json.loads(found.frozen.words or "{}").get("exclusions", {})
    for each in found.announced.exclusions:
        zh, en = REASONS[each.reason]
        text = texts.get(each.number, "") if isinstance(texts, dict) else ""
        yield say(f"    排除 {each.number}：{zh} {text}", f"    excluded {each.number}: {en} {text}").rstrip()


def _value(found: CheckedDraw, place: int, value: CheckedValue, *, brief: bool) -> Iterator[str]:
    numbers = " / ".join(" ".join(each) for each in value.values)
    yield say(f"  第 {place} 个随机数：{numbers}（{value.read}）", f"  Random value {place}: {numbers} ({value.read})")
    yield say(f"  密钥：{value.key}", f"  Key: {value.key}")
    if not brief:
        yield "    " + say(HEADINGS[0], HEADINGS[1])
        for each in value.steps:
            step = each.step
            yield f"    {step.index:>5} {step.digest} {step.remaining:>9} {step.chosen:>5}  {each.number}"
    for declined, each in zip(value.replaced, value.steps[found.announced.count :], strict=True):
        yield say(f"    {declined} 由 {each.number} 替换", f"    {declined} is replaced by {each.number}")
    yield say(f"  结果：{' '.join(value.standing)}", f"  Result: {' '.join(value.standing)}")


def _shown(found: CheckedDraw) -> Iterator[str]:
    announced = found.announced
    yield say(
        "名单、排除、抽取数和随机数来源正是账本所冻结的。",
        "Pool, exclusions, number to draw and sources are those that the ledger froze.",
    )
    yield from map(told, of_entry(found.frozen))
    yield say(
        f"账本称冻结于 {found.frozen_at}，早于随机数可能为人所知的 {moment_text(announced.first_due_at)}。",
        f"The ledger says it was frozen at {found.frozen_at}, before a value could be known at "
        f"{moment_text(announced.first_due_at)}.",
    )
    for name in found.witnessed:
        yield say(
            f"见证方 {name} 在随机数可能为人所知之前已看到这一条。",
            f"The witness {name} saw that entry in the log before a value could be known.",
        )
    for place, value in enumerate(found.values, start=1):
        yield say(
            f"按 RFC 3797 重算第 {place} 个随机数，结果与账本第 {value.proved.number} 条一致。",
            f"Held again by RFC 3797, value {place} gives the result of entry {value.proved.number} of the ledger.",
        )
    if found.voided:
        yield say(
            f"这次抽取已作废（账本第 {found.voided.number} 条）。",
            f"The draw was declared void (entry {found.voided.number} of the ledger).",
        )
    yield from map(told, of_signatures(found.frozen.signed))


def _not_shown(found: CheckedDraw) -> Iterator[str]:
    if not found.values:
        yield say("结果：随机数尚未填写。", "A result: the random value has not been entered.")
    if not found.witnessed:
        yield say(
            "冻结的时间：没有您认可的见证方证实，只有账本自己的说法。",
            "When it was frozen: no witness whom you know says so, only the ledger itself.",
        )
    yield say(
        "随机数是否真是来源所公布的：请到所载之处查看。",
        "That the random value is what the source published: look it up where it is said to stand.",
    )
    yield say(
        "关于这次抽取没有更多的条目（更正、替换、作废）：请看它的页面，或跟随账本。",
        "That the ledger holds nothing more about this draw (corrections, replacements, the end of it): see its page, "
        "or follow the log.",
    )
    newest = found.voided or (found.values[-1].proved if found.values else found.frozen)
    yield from map(told, left_open(newest.signed, has_own_keys=found.has_own_keys))
