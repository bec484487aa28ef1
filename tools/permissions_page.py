"""`docs/permissions.md` from `docs/permissions.csv` and the table of duties: who may do what, for people to read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from tools.steps import ROOT

TABLE = ROOT / "docs/permissions.csv"
DUTIES = ROOT / "src/qingce/shared/parties/data/duties.csv"
WORDS = {
    "yes": ("✓", "看到或完成", "seen, or done"),
    "on": ("→", "完成或转到下一页", "done, or led on"),
    "wrong": ("✎", "可以做，但所填内容须改正", "allowed, but what was sent must be put right"),
    "log-in": ("⎆", "须先登录", "led to log in"),
    "log-in again": ("⎆⎆", "须再次确认身份", "led to log in once more"),
    "factor": ("2FA", "须先设置第二重验证", "led to set up a second factor"),
    "refused": ("✗", "拒绝（403）", "refused (403)"),
    "none": ("∅", "如同不存在（404）", "as if it did not exist (404)"),
    "no method": ("·", "此地址不接受这种请求", "the address takes no such request"),
}
KINDS = {
    "nobody": ("未登录", "not logged in"),
    "person": ("已登录", "logged in"),
    "reader": ("机构查看者", "reader of an agency"),
    "editor": ("机构编辑", "editor of an agency"),
    "admin": ("机构管理员", "admin of an agency"),
    "enterprise": ("企业管理员", "admin of an enterprise"),
    "brand": ("品牌管理员", "admin of a brand"),
    "ngo": ("环保组织管理员", "admin of an NGO"),
    "government": ("政府部门管理员（苏州）", "admin of a government (Suzhou)"),
    "reviewer": ("审核员", "reviewer"),
    "reviewer here": ("审核员（苏州）", "reviewer (Suzhou)"),
    "senior-reviewer": ("高级审核员", "senior reviewer"),
    "senior-reviewer here": ("高级审核员（苏州）", "senior reviewer (Suzhou)"),
    "administrator": ("管理员", "administrator"),
    "administrator here": ("管理员（苏州）", "administrator (Suzhou)"),
    "brand-liaison": ("品牌联络员", "brand liaison"),
    "brand-liaison here": ("品牌联络员（苏州）", "brand liaison (Suzhou)"),
    "ended": ("角色已结束", "role ended"),
    "without factor": ("管理员，无第二重验证", "administrator without a second factor"),
    "erased": ("账号已注销", "account erased"),
}
RELATIONS = {
    "-": ("", ""),
    "here": ("在苏州", "in Suzhou"),
    "elsewhere": ("在杭州", "in Hangzhou"),
    "country": ("全国", "the whole country"),
    "own": ("本机构", "one's own agency"),
    "foreign": ("另一机构", "another agency"),
    "missing": ("不存在", "not there"),
    "letter": ("一封邮件", "a letter"),
    "given to the reviewer": ("分派给审核员", "given to the reviewer"),
    "of person": ("发给已登录者", "sent to who is logged in"),
    "without role": ("没有角色的人", "somebody without a role"),
    "public here": ("公开，在苏州", "public, in Suzhou"),
    "public elsewhere": ("公开，在杭州", "public, in Hangzhou"),
    "confidential here": ("仅工作人员，在苏州", "for the staff only, in Suzhou"),
    "confidential elsewhere": ("仅工作人员，在杭州", "for the staff only, in Hangzhou"),
    "parties here": ("案件各方，在苏州", "for parties of a case, in Suzhou"),
    "closed here": ("不公开，在苏州", "closed, in Suzhou"),
    "withdrawn here": ("已撤回，在苏州", "withdrawn, in Suzhou"),
    "redacted here": ("公开遮盖后的副本，在苏州", "public as a redacted copy, in Suzhou"),
}


@dataclass(frozen=True)
class Row:
    """A view, how it is asked, about which object, and what each kind of user gets."""

    view: str
    method: str
    relation: str
    answers: dict[str, str]


def read_table() -> list[Row]:
    """The table as it is kept."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(row.pop("view"), row.pop("method"), row.pop("object"), row) for row in csv.DictReader(file)]


def page() -> str:
    """The page."""
    rows = read_table()
    kinds = list(rows[0].answers)
    return "\n".join([*_head(), *_duties(), *_legend(), *_kinds(kinds), *_views(rows, kinds), ""])


def _head() -> list[str]:
    return [
        "# 谁可以做什么 · Who may do what",
        "",
        "由 `docs/permissions.csv` 和职责表生成，由测试逐格核对。新的地址没有写进表里，测试就不通过。",
        "",
        "Made from `docs/permissions.csv` and the table of duties; tests check each cell, and fail for a new address.",
        "",
    ]


def _duties() -> list[str]:
    with DUTIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    roles = [" · ".join(KINDS[role]) for role in rows[0][1:]]
    lines = _table(["职责 · Duty", *roles], ([row[0], *("✓" if cell else "" for cell in row[1:])] for row in rows[1:]))
    return ["## 工作人员的职责 · Duties of the staff", "", *lines, ""]


def _legend() -> list[str]:
    rows = ([sign, zh, en] for sign, zh, en in WORDS.values())
    return ["## 符号 · Signs", "", *_table(["", "中文", "English"], rows), ""]


def _kinds(kinds: list[str]) -> list[str]:
    rows = ([str(number), *KINDS[kind]] for number, kind in enumerate(kinds, 1))
    return ["## 用户 · Kinds of users", "", *_table(["", "中文", "English"], rows), ""]


def _views(rows: list[Row], kinds: list[str]) -> Iterator[str]:
    yield "## 地址 · Addresses"
    yield ""
    head = ["地址 · Address", "", "对象 · Object", *(str(number) for number, _ in enumerate(kinds, 1))]
    lines = (
        [f"`{view}`", row.method, _relation(row.relation), *(WORDS[answer][0] for answer in row.answers.values())]
        for view, group in groupby(rows, key=lambda row: row.view)
        for row in group
        if set(row.answers.values()) != {"no method"}
    )
    yield from _table(head, lines)


def _relation(name: str) -> str:
    zh, en = RELATIONS.get(name, (name, ""))
    return " · ".join(filter(None, (zh, en)))


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]
