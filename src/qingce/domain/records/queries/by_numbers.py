"""Queries by numbers, written once for each count of them: Django takes longer to write such a query than to ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

_NUMBER = object()


@dataclass(frozen=True)
class ByNumbers:
    """A query as it was written; each parameter that is a number asked for is `_NUMBER`."""

    sql: str
    parameters: tuple[Any, ...]
    compiler: SQLCompiler
    converters: dict[int, Any]

    def bare(self, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """Rows as the database gives them, for as many numbers as it was written for: on SQLite days are texts."""
        each = iter(numbers)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [next(each) if value is _NUMBER else value for value in self.parameters])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def rows(self, numbers: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        """The same as `values_list` gives them."""
        found = self.bare(numbers)
        return map(tuple, self.compiler.apply_converters(found, self.converters)) if self.converters else found


def written(count: int, query: Callable[[Iterable[int]], QuerySet[Any, Any]]) -> ByNumbers:
    """A query for `count` numbers; what it selects must be given by `values_list`."""
    places = range(-count, 0)  # nothing has such a number
    compiler = query(places).query.get_compiler(DEFAULT_DB_ALIAS)
    sql, parameters = compiler.as_sql()
    converters = compiler.get_converters(expression for expression, *_ in compiler.select)
    kept = tuple(_NUMBER if type(each) is int and each in places else each for each in parameters)
    return ByNumbers(sql, kept, compiler, converters)
