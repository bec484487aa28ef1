"""What a rulebook may say: the shape of its files, as strict models.

A version of a book is a folder of TOML files. `book.toml` says what it is; every other file holds any of the sections
`fact`, `condition`, `parameter`, `table`, `document`, `requirement` and `list`, each keyed by identifier. Nothing else
is taken, and whatever states a rule names its clause. `rulebook/README.md` explains the format to those who write it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$", max_length=80)]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$", max_length=60)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Truth = bool | None
T = TypeVar("T")
Many = Annotated[tuple[T, ...], Strict(False)]  # TOML has lists; a model that never changes holds tuples
Facts = dict[FactName, bool | int | Decimal | date | str | Many[str]]

MOST_CHOICES = 62
SERVED = r"^[a-z-]+ (?:document|list\.[a-z0-9-]+)\.[a-z0-9-]+$"


class Part(BaseModel):
    """What every part has in common: no key that is not named here, no value of another type, nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Text(Part):
    """Our own wording, in Chinese and in English."""

    zh: Words
    en: Words


class Cited(Part):
    """Something that a source states: with its clause, or marked as ours, with the reason."""

    clause: Words
    status: Literal["source", "ours"] = "source"
    reason: Text | None = None


class BookHead(Part):
    """`book.toml`: what this version is, whose, and from when on it holds.

    `source`: the short name that clauses begin with; `source_title`: what the document is called, and whose it is.
    """

    id: Id
    title: Text
    source: Words
    source_title: Text | None = None
    status: Literal["in-force", "draft"]
    jurisdiction: Annotated[str, StringConstraints(pattern=r"^(?:[0-9]{6})?$")] = ""
    effective_on: date
    effective_reason: Text | None = None
    supersedes: str = ""
    changes: Text | None = None


class Choice(Part):
    """One value of a fact of choice."""

    id: Id
    title: Text


class Fact(Cited):
    """Something that a case can know: its type, its unit and range, how it is asked for, where it comes from."""

    title: Text
    question: Text
    type: Literal["yes-no", "whole", "number", "date", "choice", "choices"]
    unit: str = ""
    min: Decimal | int | None = None
    max: Decimal | int | None = None
    origin: Literal["record", "text", "case", "asked"]
    field: str = ""
    choice: Many[Choice] = Field(default=(), max_length=MOST_CHOICES)


class Condition(Cited):
    """A condition, named once: one fact held against a value or a parameter; or made of others."""

    title: Text
    fact: FactName | None = None
    is_: bool | Id | None = Field(default=None, alias="is")
    one_of: Many[Id] = ()
    contains: Id | None = None
    at_least: Id | None = None
    above: Id | None = None
    at_most: Id | None = None
    below: Id | None = None
    within: Id | None = None
    until: FactName | None = None
    all_: Many[Id] = Field(default=(), alias="all")
    any_: Many[Id] = Field(default=(), alias="any")
    not_: Id | None = Field(default=None, alias="not")


class DatedValue(Part):
    """A value of a parameter, from a day on; `until` is the last day."""

    from_: date = Field(alias="from")
    until: date | None = None
    value: Decimal | int
    clause: str = ""
    status: Literal["source", "ours"] | None = None
    reason: Text | None = None


class Parameter(Cited):
    """A figure that a source fixes: a term, a limit, a score, a weight, a ban, how long something is kept."""

    title: Text
    kind: Literal["term", "limit", "score", "weight", "ban", "retention", "count"]
    unit: Literal["working-days", "calendar-days", "months", "years", "t", "percent", "points", "count", "people"]
    counts_from: Text | None = None
    value: Many[DatedValue] = Field(min_length=1)


class Outcome(Part):
    """What a table can come to."""

    id: Id
    title: Text


class Row(Cited):
    """A row of a decision table: it holds if all its conditions and those of its group do.

    `beats`: rows that do not count beside this one, if `beats_when` holds as well. `yields`: does not count beside any
    other row of the same outcome. `requires`: the list of documents that it takes.
    """

    id: Id
    title: Text
    when: Many[Id] = ()
    requires: Id | None = None
    beats: Many[Id] = ()
    beats_when: Many[Id] = ()
    yields: bool = False


class Group(Cited):
    """Rows of one category: one outcome, and conditions that they share."""

    id: Id
    title: Text
    outcome: Id
    when: Many[Id] = ()
    row: Many[Row] = Field(min_length=1)


class Table(Cited):
    """A decision table. All rows that match are collected; outcomes stand in order of precedence, the strongest first.

    `default`: the outcome if nothing matches. `across`: precedence between several violations of one case.
    """

    title: Text
    outcome: Many[Outcome] = Field(min_length=2)
    default: Id
    across: Many[Id] = ()
    group: Many[Group] = Field(min_length=1)


class Paper(Part):
    """What is kept of a type of paper: which days it bears, whether a number, who may see it, how it is recognised.

    `dates`: the days it bears; `period`: the time it is about. `audience`: unless somebody chooses otherwise. `words`:
    of file names and contents. `serves`: what it is handed in for in other books, such as “removal document.waste-plan”
    or “service list.dossier.6-1”.
    """

    dates: Many[Literal["issued", "valid-from", "expires", "period"]] = Field(min_length=1)
    numbered: bool = False
    audience: Literal["public", "parties", "confidential", "closed"]
    words: Many[Words] = Field(min_length=1)
    serves: Many[Annotated[str, StringConstraints(pattern=SERVED)]] = Field(min_length=1)


class Document(Cited):
    """A paper that a rule may ask for, and who writes it; `sealed`: with the official seal of the enterprise."""

    title: Text
    written_by: Literal["enterprise", "authority", "laboratory", "third-party", "anyone"]
    sealed: bool = False
    paper: Paper | None = None


class Item(Cited):
    """One line of a list of documents: any of these papers, over a window.

    `window`: a parameter, a term back from the application. `between`: two facts, the window's ends. `of_day`: the fact
    that gives the day it must be of.
    """

    id: Id
    title: Text
    any_of: Many[Id] = Field(min_length=1)
    window: Id | None = None
    between: Annotated[tuple[FactName, FactName], Strict(False)] | None = None
    of_day: FactName | None = None


class Requirement(Cited):
    """A list of documents, or of fields to publish."""

    title: Text
    item: Many[Item] = Field(min_length=1)


class AxisValue(Part):
    """One value of an axis of a list, such as a party, a stage or a group."""

    id: Id
    title: Text


class ListItem(Cited):
    """One line of a list. `at`: its place on the list's axes. `standards`: as cited, dated or not."""

    id: Id
    title: Text
    text: Text | None = None
    at: dict[Id, Id] = Field(default_factory=dict)
    points: Decimal | int | None = None
    standards: Many[Words] = ()
    on: date | None = None
    until: date | None = None
    requires: Id | None = None


class RuleList(Cited):
    """A checklist, a catalogue, an outline, a register: lines in order, placed on axes."""

    title: Text
    kind: Literal["checklist", "catalogue", "outline", "register", "duties", "laws", "scores", "prohibitions"]
    axis: dict[Id, Many[AxisValue]] = Field(default_factory=dict)
    item: Many[ListItem] = Field(min_length=1)


class Sections(Part):
    """What one file of a version may hold."""

    fact: dict[FactName, Fact] = Field(default_factory=dict)
    condition: dict[Id, Condition] = Field(default_factory=dict)
    parameter: dict[Id, Parameter] = Field(default_factory=dict)
    table: dict[Id, Table] = Field(default_factory=dict)
    document: dict[Id, Document] = Field(default_factory=dict)
    requirement: dict[Id, Requirement] = Field(default_factory=dict)
    lists: dict[Id, RuleList] = Field(default_factory=dict, alias="list")


class ExpectedValue(Part):
    """A golden value: what a parameter is on a day."""

    parameter: Id
    on: date
    value: Decimal | int


class ExpectedCount(Part):
    """A golden count: how many lines a list, a requirement, a table or a group has."""

    of: Literal["list", "requirement", "table", "group"]
    id: Id
    is_: int = Field(alias="is")


class GoldenCase(Part):
    """A case that a lawyer can read: the facts, and what the rules say of them.

    `outcome`: "unknown" if facts are missing. `rows`: those that count, in the table's order. `requires`: lists of
    documents. `asks`: the next question. `violations`: several violations of one case, in place of `facts`.
    """

    id: Id
    title: Text
    clause: Words
    table: Id
    on: date
    facts: Facts = Field(default_factory=dict)
    violations: Many[Facts] = ()
    outcome: str
    rows: Many[Id] = ()
    requires: Many[Id] = ()
    asks: FactName | None = None


class ShelfCase(Part):
    """What is missing of a list when an enterprise holds some papers.

    `of`: a list of another book, such as “removal requirement.noise” or “service list.dossier”. `holds`: types of
    papers. `missing`: lines of the list.
    """

    id: Id
    title: Text
    clause: Words
    of: Annotated[str, StringConstraints(pattern=r"^[a-z-]+ (?:requirement|list)\.[a-z0-9-]+$")]
    holds: Many[Id] = ()
    missing: Many[Id] = ()


class Golden(Part):
    """A file of golden cases, below `cases/` of a version."""

    case: Many[GoldenCase] = ()
    shelf: Many[ShelfCase] = ()
    value: Many[ExpectedValue] = ()
    count: Many[ExpectedCount] = ()
