"""`qingce rules …`: which versions of rulebooks are released, and releasing one."""

from __future__ import annotations

from pathlib import Path

import click

from qingce.doors.cli.language import say
from qingce.doors.cli.rules_diff import diff_rules
from qingce.pure.kernel.requirements import serves


@click.group(help=say("管理规则：发布、列出、比较。", "Release, list and compare rules."))
def rules() -> None:
    """Commands about the rulebooks."""


@serves("POL-1")
@rules.command(
    help=say(
        "发布规则：FOLDER 是一个版本的文件夹；不写则发布规则库中尚未发布的所有版本。",
        "Release rules: FOLDER is that of one version; without it all versions of the rulebooks not released yet.",
    )
)
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--by", default="command line", help=say("发布人，公开显示。", "Who releases; shown in public."))
@click.option(
    "--if-none",
    is_flag=True,
    help=say("只在尚未发布过任何规则时发布。", "Only where no rules were ever released."),
)
def release(folder: Path | None, *, by: str, if_none: bool) -> None:
    """Each version by its own act; one that was released before is left as it is."""
    from qingce.doors.cli.main import start_django

    start_django()
    from django.utils import timezone

    from qingce.pure.rules.library import read_library, read_versions
    from qingce.shared.parties.queries import operator, signatory_of
    from qingce.shared.rulebooks.actions import release_book
    from qingce.shared.rulebooks.queries import releases, rulebook_folder

    rows = releases()
    known, days = {row.digest for row in rows}, {(row.book, row.jurisdiction, row.effective_on) for row in rows}
    if if_none and known:
        click.echo(say("已有发布的规则。", "Rules are released already."))
        return
    if folder:
        versions = [each for each in read_versions(folder.resolve().parent) if each.version == folder.resolve().name]
    else:
        versions = [each for books in read_library(rulebook_folder()).books.values() for each in books]
    new = [book for book in versions if book.digest not in known]
    if not folder:  # of one that is named the refusal is said as an error
        edited = [book for book in new if (book.head.id, book.head.jurisdiction, book.head.effective_on) in days]
        new = [book for book in new if book not in edited]
        for book in edited:
            _warn(book.key)
    signatory = signatory_of(operator(by).signature)
    for book in new:
        row = release_book(book, by=signatory, at=timezone.now())
        click.echo(say(f"已发布 {row.key}（{row.digest[:16]}…）。", f"Released {row.key} ({row.digest[:16]}…)."))
    if not new:
        click.echo(say("没有新的版本。", "There is no new version."))


def _warn(version: str) -> None:
    click.echo(
        say(
            f"{version} 的文件与已发布的不同：已发布的仍然有效，没有改动。要改规则，请另立一个生效日期更晚的版本。",
            f"{version}: its files are not what was released. What was released stays in effect; "
            "to change rules, make a version with a later day of effect.",
        ),
        err=True,
    )


@serves("POL-1")
@rules.command("list", help=say("列出已发布的版本。", "List the released versions."))
def list_rules() -> None:
    """One line each: version, place, day of effect, digest."""
    from qingce.doors.cli.main import start_django

    start_django()
    from qingce.shared.rulebooks.queries import releases

    rows = releases()
    for row in rows:
        click.echo(f"{row.key}\t{row.jurisdiction or '-'}\t{row.status}\t{row.released_at:%Y-%m-%d}\t{row.digest}")
    if not rows:
        click.echo(say("还没有发布规则：qingce rules release", "No rules are released yet: qingce rules release"))


rules.add_command(diff_rules)
