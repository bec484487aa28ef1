"""What can go wrong with a search or with the index."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotFound, QingceError


class QueryTooLong(QingceError):
    """The query has more characters than are looked for."""

    code = "query-too-long"

    def __init__(self, length: int, longest: int) -> None:
        super().__init__(
            f"The query has {length} characters; at most {longest} are looked for. Shorten it.",
            length=length,
            longest=longest,
        )


class TooManyTerms(QingceError):
    """The query has more words than are looked for."""

    code = "too-many-terms"

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            f"The query has {count} words; at most {most} are looked for. Leave some out.", count=count, most=most
        )


class TooManyFilters(QingceError):
    """The request filters by more values than are looked up."""

    code = "too-many-filters"

    def __init__(self, of_one: int, in_all: int) -> None:
        super().__init__(
            f"There are too many filters; at most {of_one} values of one kind and {in_all} in all are looked up. "
            "Leave some out.",
            of_one=of_one,
            in_all=in_all,
        )


class QueryTooBroad(QingceError):
    """So much holds all of its words that looking through it takes too long."""

    code = "query-too-broad"

    def __init__(self, limit_s: float) -> None:
        super().__init__(
            f"These words are all so common that looking for them together takes more than {limit_s:g} seconds. "
            "Leave some out, or add a rarer one or a filter.",
            seconds=f"{limit_s:g}",
        )


class PageTooFar(QingceError):
    """The page lies further back than hits are listed."""

    code = "page-too-far"

    def __init__(self, page: int, furthest: int) -> None:
        super().__init__(
            f"Page {page} is too far back; the first {furthest} hits can be paged through. "
            "Narrow the search or download its result.",
            page=page,
            furthest=furthest,
        )


class IndexMissing(QingceError):
    """There is no index of this kind that this version can read."""

    code = "index-missing"

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"The search index of {kind} does not exist yet, or was built by another version. Run `qingce reindex`.",
            kind=kind,
        )


class IndexBusy(QingceError):
    """Another process writes to the index."""

    code = "index-busy"

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"Another process is writing the search index of {kind}; only one can. Wait until it is done.",
            kind=kind,
        )


class UnknownKind(NotFound):
    """Nothing of this kind is searched."""

    code = "unknown-kind"

    def __init__(self, kind: str, known: list[str]) -> None:
        super().__init__(
            f"Nothing called {kind} is searched. Known: {', '.join(known) or 'none'}.",
            kind=kind,
            known=", ".join(known),
        )


class NotSearchable(InvalidValue):
    """What a room registers cannot be laid out as an index."""

    code = "not-searchable"

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"{kind} cannot be searched: give it a text field, and names of a-z, 0-9 and _.",
            kind=kind,
        )


class IdOutOfRange(InvalidValue):
    """An id does not fit into the index's keys."""

    code = "id-out-of-range"

    def __init__(self, number: int, bits: int) -> None:
        super().__init__(
            f"An id of {number} cannot be indexed; ids lie between 1 and 2^{bits}.",
            number=number,
            bits=bits,
        )
