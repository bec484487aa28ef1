"""Errors in one line of the person's language. English is what the error itself says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.doors.cli.language import language

if TYPE_CHECKING:
    from qingce.pure.kernel.errors import QingceError

CHINESE = {
    "address-unknown": "本机没有地址 {host}；请用 --host 指定本机的地址，例如 127.0.0.1。",
    "change-outside-transaction": "{kind} 的变更写在了事务之外；请在同一事务中写入。",
    "changes-pruned": "{name} 所需的变更已被清理；请先重建，再重置其位置。",
    "command-missing": "本安装不含命令 {command}；请更新安装。",
    "database-not-ready": "数据库尚未就绪（缺少 {count} 个迁移）；请先运行 make run，或 python -m django migrate。",
    "job-broke": "后台任务出错，已记入日志。",
    "port-forbidden": "没有权限使用端口 {port}；请用 --port 换一个大于 1023 的端口。",
    "port-taken": "端口 {port} 已被占用；请停止占用它的程序，或用 --port 换一个端口。",
    "server-silent": "服务在 {seconds} 秒内没有应答；请看上面的日志。",
    "server-stopped": "网页服务意外停止（退出码 {status}）；请看上面的日志。",
    "unknown-follower": "没有名为 {name} 的跟随者；现有：{known}。",
    "unknown-job": "没有编号为 {job} 的任务；已结束的任务保留 30 天。",
    "worker-lost": "运行此任务时工作进程 {losses} 次意外终止，不再重试；请查明原因（内存？）后重新发起。",
}
"""By error code, with the error's parameters; an error that is not here is told in English."""


def sentence(error: QingceError) -> str:
    """What, why and what to do, in one line."""
    template = CHINESE.get(error.code, "") if language() == "zh" else ""
    try:
        told = template.format_map(error.params) if template else error.detail
    except KeyError:  # a subclass with the same code and other parameters
        told = error.detail
    return " ".join(told.split())
