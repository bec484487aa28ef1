"""A small book that uses every operator, and changed copies of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import decide
from qingce.pure.rules.loading import read_book
from qingce.pure.rules.values import read_facts

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.compiling import CompiledTable
    from qingce.pure.rules.deciding import Decision

DAY = date(2026, 3, 1)
HEAD = """
id = "small"
title = { zh = "小规则", en = "Small" }
source = "S"
status = "in-force"
effective_on = 2020-01-01
"""
RULES = """
[fact.kind]
title = { zh = "种类", en = "Kind" }
question = { zh = "哪一种？", en = "Which kind?" }
type = "choice"
origin = "record"
clause = "S 1"
choice = [
    { id = "order", title = { zh = "命令", en = "Order" } },
    { id = "rating", title = { zh = "评级", en = "Rating" } },
    { id = "praise", title = { zh = "表扬", en = "Praise" } },
]

[fact.matters]
title = { zh = "事项", en = "Matters" }
question = { zh = "涉及什么？", en = "What is it about?" }
type = "choices"
origin = "text"
clause = "S 1"
choice = [
    { id = "fault", title = { zh = "故障", en = "Fault" } },
    { id = "excess", title = { zh = "超标", en = "Excess" } },
    { id = "dumping", title = { zh = "倾倒", en = "Dumping" } },
]

[fact.waste_t]
title = { zh = "数量", en = "Amount" }
question = { zh = "多少吨？", en = "How many tonnes?" }
type = "number"
unit = "t"
min = 0
max = 1000
origin = "text"
clause = "S 1"

[fact.days]
title = { zh = "天数", en = "Days" }
question = { zh = "多少天？", en = "How many days?" }
type = "whole"
unit = "count"
min = 0
origin = "case"
clause = "S 1"

[fact.is_proven]
title = { zh = "已证明", en = "Proven" }
question = { zh = "是否证明？", en = "Is it proven?" }
type = "yes-no"
origin = "case"
clause = "S 1"

[fact.published_on]
title = { zh = "发布", en = "Published" }
question = { zh = "哪天发布？", en = "Published when?" }
type = "date"
origin = "record"
clause = "S 1"

[fact.applied_on]
title = { zh = "申请", en = "Applied" }
question = { zh = "哪天申请？", en = "Applied when?" }
type = "date"
origin = "case"
clause = "S 1"

[parameter.limit-t]
title = { zh = "限值", en = "Limit" }
kind = "limit"
unit = "t"
clause = "S 2"
value = [{ from = 2020-01-01, value = 3 }]

[parameter.few]
title = { zh = "次数", en = "Few" }
kind = "count"
unit = "count"
clause = "S 2"
value = [{ from = 2020-01-01, value = 10 }]

[parameter.three-years]
title = { zh = "三年", en = "Three years" }
kind = "term"
unit = "years"
clause = "S 2"
value = [{ from = 2020-01-01, value = 3 }]

[condition.praised]
title = { zh = "表扬", en = "Praise" }
fact = "kind"
is = "praise"
clause = "S 3"

[condition.serious-kind]
title = { zh = "命令或评级", en = "Order or rating" }
fact = "kind"
one_of = ["order", "rating"]
clause = "S 3"

[condition.fault]
title = { zh = "故障", en = "Fault" }
fact = "matters"
contains = "fault"
clause = "S 3"

[condition.excess]
title = { zh = "超标", en = "Excess" }
fact = "matters"
contains = "excess"
clause = "S 3"

[condition.dumping]
title = { zh = "倾倒", en = "Dumping" }
fact = "matters"
contains = "dumping"
clause = "S 3"

[condition.proven]
title = { zh = "已证明", en = "Proven" }
fact = "is_proven"
is = true
clause = "S 3"

[condition.much]
title = { zh = "三吨以上", en = "Three tonnes or more" }
fact = "waste_t"
at_least = "limit-t"
clause = "S 3"

[condition.little]
title = { zh = "不足三吨", en = "Less than three tonnes" }
fact = "waste_t"
below = "limit-t"
clause = "S 3"

[condition.often]
title = { zh = "超过十次", en = "More than ten" }
fact = "days"
above = "few"
clause = "S 3"

[condition.seldom]
title = { zh = "至多十次", en = "Ten at most" }
fact = "days"
at_most = "few"
clause = "S 3"

[condition.recent]
title = { zh = "三年内", en = "Within three years" }
fact = "published_on"
within = "three-years"
until = "applied_on"
clause = "S 3"

[condition.old]
title = { zh = "三年外", en = "Older than three years" }
not = "recent"
clause = "S 3"

[condition.grave]
title = { zh = "严重", en = "Grave" }
any = ["often", "big-dump"]
clause = "S 3"

[condition.big-dump]
title = { zh = "大量倾倒", en = "Much dumped" }
all = ["dumping", "much"]
clause = "S 3"

[document.report]
title = { zh = "报告", en = "Report" }
written_by = "laboratory"
clause = "S 4"

[document.letter]
title = { zh = "信", en = "Letter" }
written_by = "enterprise"
sealed = true
clause = "S 4"

[requirement.fault-papers]
title = { zh = "故障材料", en = "Papers of a fault" }
clause = "S 4"
item = [{ id = "one", title = { zh = "证明", en = "Proof" }, clause = "S 4", any_of = ["report", "letter"] }]

[requirement.old-papers]
title = { zh = "旧记录材料", en = "Papers of an old record" }
clause = "S 4"
item = [
    { id = "one", title = { zh = "信", en = "Letter" }, clause = "S 4", any_of = ["letter"], window = "three-years" },
]

[table.removal]
title = { zh = "表", en = "Table" }
clause = "S 5"
default = "person"
across = ["visit", "person", "papers", "none"]
outcome = [
    { id = "none", title = { zh = "不适用", en = "Not applicable" } },
    { id = "visit", title = { zh = "现场", en = "Visit" } },
    { id = "papers", title = { zh = "书面", en = "Papers" } },
    { id = "person", title = { zh = "人工", en = "A person decides" } },
]

[[table.removal.group]]
id = "good"
title = { zh = "好", en = "Good" }
clause = "S 5"
outcome = "none"
row = [{ id = "praise", title = { zh = "表扬", en = "Praise" }, clause = "S 5 a", when = ["praised"] }]

[[table.removal.group]]
id = "serious"
title = { zh = "严重", en = "Serious" }
clause = "S 5"
outcome = "visit"
when = ["serious-kind", "recent"]
row = [
    { id = "excess", title = { zh = "超标", en = "Excess" }, clause = "S 5 b", when = ["excess"] },
    { id = "grave", title = { zh = "严重", en = "Grave" }, clause = "S 5 c", when = ["grave"] },
]

[[table.removal.group]]
id = "paper"
title = { zh = "书面", en = "Papers" }
clause = "S 5"
outcome = "papers"
when = ["serious-kind"]

[[table.removal.group.row]]
id = "fault"
title = { zh = "故障", en = "Fault" }
clause = "S 5 d"
when = ["fault"]
requires = "fault-papers"
beats = ["excess"]
beats_when = ["proven"]

[[table.removal.group.row]]
id = "small"
title = { zh = "少量", en = "Little" }
clause = "S 5 e"
when = ["dumping", "little", "seldom"]
requires = "fault-papers"

[[table.removal.group.row]]
id = "old"
title = { zh = "旧", en = "Old" }
clause = "S 5 f"
when = ["old"]
requires = "old-papers"
yields = true
"""
FILES = {"book.toml": HEAD, "rules.toml": RULES}


def small_files(*changes: tuple[str, str], **more: str) -> dict[str, bytes]:
    """The book's files with texts replaced; each must be there exactly once. More files by their stem."""
    files = dict(FILES)
    for old, new in changes:
        having = [name for name, text in files.items() if old in text]
        assert [files[name].count(old) for name in having] == [1], old
        files[having[0]] = files[having[0]].replace(old, new)
    files |= {f"{stem}.toml": text for stem, text in more.items()}
    return {name: text.encode() for name, text in files.items()}


def small_book(*changes: tuple[str, str], **more: str) -> Book:
    return read_book(small_files(*changes, **more))


def small_table(*changes: tuple[str, str], on: date = DAY) -> CompiledTable:
    return compile_table(small_book(*changes), on=on)


def decided(table: CompiledTable, **facts: object) -> Decision:
    return decide(table, read_facts(table.book, facts))
