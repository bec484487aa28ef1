"""`qingce files check`: the store of files read again, byte by byte."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click
from django.utils import timezone

from qingce.doors.cli.language import counted, say
from qingce.pure.kernel.requirements import serves

if TYPE_CHECKING:
    from qingce.shared.files.enums import CheckedBytes, StoreFault


@click.group(help=say("管理保存的文件。", "Look after the files that were handed in."))
def files() -> None:
    """Commands about the store of files."""


@serves("DIS-4")
@files.command(
    help=say(
        "重新计算全部文件的校验和，找出损坏、丢失和无主的内容；只有加 --drop-orphans 才会删除无主的内容。"
        "有损坏或丢失时退出码为 1，否则为 0。",
        "Compute every checksum anew; find what is damaged, lost, or needed by no file. Nothing is changed without "
        "--drop-orphans. Exit code 1: something is damaged or lost.",
    )
)
@click.option("--drop-orphans", is_flag=True, help=say("删除无主的内容。", "Remove what no file needs."))
@click.pass_context
def check(ctx: click.Context, *, drop_orphans: bool) -> None:
    """Tells each fault as it is found."""
    from qingce.shared.files.actions import drop_coming, drop_orphan
    from qingce.shared.files.enums import StoreFault
    from qingce.shared.files.queries import check_store, uploads_coming

    found: Counter[StoreFault | None] = Counter()
    size, dropped = 0, 0
    now = timezone.now()
    for each in check_store(at=now):
        found[each.fault] += 1
        size += each.size_bytes
        if each.fault:
            click.echo(_line(each))
        if drop_orphans and each.fault == StoreFault.ORPHAN:
            dropped += drop_orphan(each.sha256, at=now)
    read = sum(found.values()) - found[StoreFault.LOST]
    coming = list(uploads_coming(at=now))
    for piece in coming:
        if piece.is_orphan:
            found[StoreFault.ORPHAN] += 1
            click.echo(f"partial/{piece.token} {StoreFault.ORPHAN.label}")
        if drop_orphans and piece.is_orphan:
            dropped += drop_coming(piece.token, at=now)
    click.echo(_summary(read, size, found))
    _tell_coming([piece.size_bytes for piece in coming if not piece.is_orphan])
    if drop_orphans:
        click.echo(say(f"已删除 {dropped} 项无主内容。", f"Removed {counted(dropped, 'orphan')}."))
    if found[StoreFault.DAMAGED] or found[StoreFault.LOST]:
        ctx.exit(1)


def _tell_coming(sizes: list[int]) -> None:
    if sizes:
        told, size = counted(len(sizes), "unfinished upload"), counted(sum(sizes), "byte")
        click.echo(
            say(f"另有 {len(sizes)} 个上传尚未完成，已收到 {sum(sizes)} 字节。", f"Besides, {told}: {size} so far.")
        )


def _line(each: CheckedBytes) -> str:
    label = each.fault.label if each.fault else ""
    numbers = ", ".join(map(str, each.files))
    needed = say(f"（文件 {numbers}）", f" (file {numbers})") if numbers else ""
    return f"{each.sha256} {label}{needed}"


def _summary(read: int, size: int, found: Counter[StoreFault | None]) -> str:
    from qingce.shared.files.enums import StoreFault

    damaged, lost, orphans = (found[each] for each in (StoreFault.DAMAGED, StoreFault.LOST, StoreFault.ORPHAN))
    return say(
        f"已读取 {read} 项内容，共 {size} 字节：损坏 {damaged}，丢失 {lost}，无主 {orphans}。",
        f"Read {counted(read, 'piece')}, {counted(size, 'byte')}: {damaged} damaged, {lost} lost, "
        f"{counted(orphans, 'orphan')}.",
    )
