"""`qingce witness`: follows the log of another site, checks that it only grew, and co-signs."""

from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from qingce.doors.cli.language import say
from qingce.doors.cli.messages import sentence
from qingce.doors.cli.witnessing.cosigning import Cosigner
from qingce.doors.cli.witnessing.keeping import Kept, held
from qingce.doors.cli.witnessing.rounds import Look, Round
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.pure.merkle.notes import read_verifier

KEY_VARIABLE = "QINGCE_WITNESS_KEY"


@serves("LED-1", "LED-2")
@click.command(
    help=say(
        "见证 URL 网站的账本：核对它只增不改，并联署其检查点。不需要数据库。",
        "Witness the ledger of the site at URL: check that it only grew, and co-sign it. Needs no database.",
    )
)
@click.argument("url")
@click.option(
    "--log-key",
    "log_keys",
    multiple=True,
    help=say(
        "账本的公钥；首次必填，以后记住。换钥时再给新公钥。", "Public key of the log; needed once, and for a new one."
    ),
)
@click.option("--name", default="", help=say("见证方的名称；首次必填。", "What this witness goes by; needed once."))
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    help=say("见证方自己的文件夹。", "Folder of this witness; else one in your data folder."),
)
@click.option(
    "--once", is_flag=True, help=say("只看一次；有问题时退出码不为零。", "Look once; fail if anything is wrong.")
)
@click.option(
    "--every",
    type=click.FloatRange(1, 86_400),
    default=60,
    show_default=True,
    help=say("间隔秒数。", "Seconds between looks."),
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 600),
    default=30,
    show_default=True,
    help=say("一个答复最多等多少秒。", "Seconds within which an answer has to be whole."),
)
@click.option(
    "--mirror", is_flag=True, help=say("保存全部条目并逐条核对。", "Keep all entries too, and check each of them.")
)
@click.option("--listen", metavar="HOST:PORT", help=say("改为等账本来请求联署。", "Let the log come here instead."))
@click.option(
    "--after-evidence", is_flag=True, help=say("已查看证据，继续见证。", "You have looked at the evidence: go on.")
)
def witness(  # noqa: PLR0913  # one for each option
    url: str, *, log_keys: tuple[str, ...], name: str, state: Path | None, once: bool, every: float, timeout: float,
    mirror: bool, listen: str | None, after_evidence: bool,
) -> None:  # fmt: skip
    """Witnesses the log at URL."""
    from qingce.shared.asking.queries import checked_address

    address = checked_address(url)
    if listen and (once or mirror):
        raise click.UsageError(
            say("--listen 不能与 --once、--mirror 同用。", "--listen goes with neither --once nor --mirror.")
        )
    with held(state or _folder_for(address)) as kept:
        cosigner = _cosigner(kept, log_keys, name)
        if after_evidence:
            kept.go_on()
        if listen:
            _listen(cosigner, listen)
        else:
            _follow(kept, cosigner, address, every=None if once else every, timeout=timeout, mirror=mirror)


def _cosigner(kept: Kept, given: tuple[str, ...], name: str) -> Cosigner:
    log_keys = kept.log_keys([read_verifier(each) for each in given])
    key, is_new = kept.key(name, secret=os.environ.get(KEY_VARIABLE, ""))
    if is_new:
        click.echo(
            say("本见证方的公钥，请交给账本的运营方：", "The public key of this witness, for the operator of the log:")
        )
    if is_new or given:
        click.echo(key.verifier.written)
    return Cosigner(kept, key, log_keys)


def _follow(kept: Kept, cosigner: Cosigner, url: str, *, every: float | None, timeout: float, mirror: bool) -> None:
    from qingce.doors.cli.witnessing.log_server import LogServer
    from qingce.doors.cli.witnessing.mirroring import Mirror
    from qingce.shared.asking.queries import Asker

    with Asker(seconds=timeout) as asker:
        server = LogServer(asker, url)
        copy = Mirror(kept.folder / "mirror", server.fetch) if mirror else None
        one = Round(kept, cosigner, server, copy, _tell_progress)
        while every is not None:
            try:
                click.echo(_told(one.look(at_second=int(time.time()))))
            except QingceError as error:
                click.echo(f"{_now()} {sentence(error)}", err=True)
            time.sleep(every)
        click.echo(_told(one.look(at_second=int(time.time()))))


def _listen(cosigner: Cosigner, place: str) -> None:
    from qingce.doors.cli.serve import check_port
    from qingce.doors.cli.witnessing.listening import listening, read_place

    host, port = read_place(place)
    check_port(host, port)
    with listening(cosigner, host, port) as server:
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"http://{shown}:{server.server_address[1]}/add-checkpoint")
        server.serve_forever()


def _folder_for(url: str) -> Path:
    """A folder in the user's data folder, one for each site."""
    data = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()
    parts = urlsplit(url)
    return data / "qingce" / "witness" / re.sub(r"[^A-Za-z0-9.-]+", "_", parts.netloc + parts.path)


def _told(look: Look) -> str:
    count = say(f"{look.size} 条", f"{look.size} entries")
    if look.grown_by:
        count += say(f"（新增 {look.grown_by} 条）", f" ({look.grown_by} new)")
    given = say("已联署。", "co-signed.") if look.is_given else say("无变化。", "nothing new.")
    return f"{_now()} {look.origin}{say('：', ': ')}{count}{say('，', ', ')}{given}"


def _tell_progress(seen: int, size: int) -> None:
    if seen:
        click.echo(say(f"已核对 {seen} / {size} 条", f"{seen} of {size} entries checked"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
