"""Small rulebooks for tests, as the files of a version's folder."""

from __future__ import annotations

HEAD = """
id = "{book}"
title = {{ zh = "试验", en = "A trial" }}
source = "TRIAL"
status = "{status}"
jurisdiction = "{jurisdiction}"
effective_on = {effective_on}
"""
RULES = """
[fact.waste_t]
title = { zh = "数量", en = "Amount" }
question = { zh = "多少吨？", en = "How many tonnes?" }
type = "number"
unit = "t"
min = 0
max = 1000
origin = "asked"
clause = "TRIAL 1"

[parameter.limit]
title = { zh = "界限", en = "Limit" }
kind = "limit"
unit = "t"
clause = "TRIAL 1"
value = [{ from = 2017-01-01, value = LIMIT }]

[condition.much]
title = { zh = "达到界限", en = "The limit is reached" }
fact = "waste_t"
at_least = "limit"
clause = "TRIAL 1"

[table.path]
title = { zh = "途径", en = "Path" }
clause = "TRIAL 1"
outcome = [
    { id = "on-site", title = { zh = "现场", en = "On site" } },
    { id = "person", title = { zh = "由人决定", en = "A person decides" } },
]
default = "person"

[[table.path.group]]
id = "all"
title = { zh = "全部", en = "All" }
clause = "TRIAL 1"
outcome = "on-site"

[[table.path.group.row]]
id = "much-waste"
title = { zh = "数量多", en = "Much waste" }
clause = "TRIAL 1"
when = ["much"]
"""


def trial_book(
    effective_on: str = "2017-06-01",
    *,
    limit: str = "3",
    book: str = "trial",
    jurisdiction: str = "",
    status: str = "in-force",
) -> dict[str, bytes]:
    """The files of a book with one fact, one limit and one table."""
    head = HEAD.format(book=book, status=status, jurisdiction=jurisdiction, effective_on=effective_on)
    return {"book.toml": head.encode(), "rules.toml": RULES.replace("LIMIT", limit).encode()}
