"""Writing an index: replacing ranges of the current generation, building a new one beside it.

Nothing is lost when the process is killed at any point. A commit of the engine is one step, and a follower whose
changes were not committed brings them again. A new generation is seen only once it is whole. What changes while it
is built goes to the old one and into a journal; under the write lock, so that nobody writes in between, the journal's
ranges are read from the database once more, into the new generation, before it becomes current.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from qingce.shared.bulk.actions import uncollected
from qingce.shared.search.generations import (
    Journal,
    build_lock,
    current_generation,
    make_current,
    new_generation,
    remove_generations,
    write_lock,
)
from qingce.shared.search.layout import Layout, open_index
from qingce.shared.search.making import Maker
from qingce.shared.search.reading import Rows
from qingce.shared.search.values import Values

BUILD_HEAP_BYTES, BUILD_THREADS = 400_000_000, 2  # with less, the parts of five million documents are merged twice
APPLY_HEAP_BYTES, APPLY_THREADS = 30_000_000, 1
_MANY_IDS = 5_000
_CHUNK_IDS = 10_000
_BUILD_WAIT_S, _APPLY_WAIT_S, _SWAP_WAIT_S = 1.0, 5.0, 600.0

Ranges = Sequence[tuple[int, int]]
Progress = Callable[[int], None]


def build(layout: Layout, progress: Progress | None = None) -> int:
    """Build a generation of everything that can be read and make it current.

    Args: progress: told after each range how many documents were read so far.
    Returns: how many documents were read.
    Raises: IndexBusy: another process builds, or holds the index for more than ten minutes.
    """
    kind = layout.indexed.kind
    journal = Journal(kind)
    with build_lock(kind, wait_s=_BUILD_WAIT_S):
        with write_lock(kind, wait_s=_SWAP_WAIT_S):
            # Whatever was applied before this moment is in the database, which is read from here on.
            journal.start()
            remove_generations(kind, keep=current_generation(layout))
            generation = new_generation(layout)
        count = _fill(generation, layout, progress)
        with write_lock(kind, wait_s=_SWAP_WAIT_S):
            replace(generation, layout, journal.read())
            make_current(generation)
            journal.end()
            remove_generations(kind, keep=generation)
    return count


def apply(layout: Layout, ranges: Ranges) -> None:
    """Bring ranges of the current generation up to date; without one, build it.

    Raises: IndexBusy: another process writes for longer than a few seconds.
    """
    kind = layout.indexed.kind
    journal = Journal(kind)
    with write_lock(kind, wait_s=_APPLY_WAIT_S):
        generation = current_generation(layout)
        is_building = journal.is_open()
        if is_building:
            journal.note(ranges)
        if generation:
            replace(generation, layout, ranges)
    if not generation and not is_building:
        build(layout)


def replace(generation: Path, layout: Layout, ranges: Ranges) -> None:
    """Replace the documents of ranges by what the database holds now, in one commit; the write lock must be held."""
    if not ranges:
        return
    index = open_index(str(generation))
    schema, before, values = index.schema, index.searcher(), Values(generation)
    rows = Rows(layout.indexed, Maker(layout, schema, values).engine_documents)
    merged = _merged(ranges)
    ids = sum(last - first + 1 for first, last in merged)
    with _one_commit(_writer(index, ids=ids)) as writer:
        for first, last in _chunks(merged):
            old = tantivy.Query.range_query(schema, "id", tantivy.FieldType.Integer, first, last)
            # To delete, the engine looks through every part of the index; new rows have nothing to delete.
            if before.search(old, 1, count=False, order_by_field="id").hits:
                writer.delete_documents_by_query(old)
            _add(writer, rows, first, last)
        values.keep()


def _fill(generation: Path, layout: Layout, progress: Progress | None) -> int:
    index = open_index(str(generation), layout.schema())
    schema, values = index.schema, Values(generation)
    rows = Rows(layout.indexed, Maker(layout, schema, values).engine_documents)
    count = 0
    with _one_commit(_writer(index)) as writer:
        for first, last in layout.indexed.ranges():
            count += _add(writer, rows, first, last)
            if progress:
                progress(count)
        values.keep()
    return count


def _add(writer: tantivy.IndexWriter, rows: Rows[tantivy.Document], first: int, last: int) -> int:
    """Hands over the documents of a range; answers how many."""
    count = 0
    with uncollected():
        for document in rows.between(first, last):
            writer.add_document(document)
            count += 1
    return count


def _writer(index: tantivy.Index, *, ids: int = _MANY_IDS) -> tantivy.IndexWriter:
    """A writer as large as the work: a few changes need neither threads nor memory."""
    if ids < _MANY_IDS:
        return index.writer(APPLY_HEAP_BYTES, APPLY_THREADS)
    return index.writer(BUILD_HEAP_BYTES, BUILD_THREADS)


@contextmanager
def _one_commit(writer: tantivy.IndexWriter) -> Iterator[tantivy.IndexWriter]:
    """Commit everything written or, after an error, nothing; in both cases let go of the engine's own lock.

    Waiting for its merging threads keeps the number of segments small: a writer that leaves earlier drops merges.
    """
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()


def _merged(ranges: Ranges) -> list[tuple[int, int]]:
    """The same ids in ranges of which no two overlap, so that no document is written twice in one commit."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _chunks(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for first, last in ranges:
        for start in range(first, last + 1, _CHUNK_IDS):
            yield start, min(start + _CHUNK_IDS - 1, last)
