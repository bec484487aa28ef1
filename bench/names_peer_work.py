"""The peer of matching, run by the interpreter of the peers' own environment: splink on DuckDB.

`names_peer_work.py KNOWN SAID ANSWERS`: two CSV files with the columns id, name, code, city, division, address; names
are normalised already, former names of known enterprises are rows of their own. Writes said id, known id and
probability of the likeliest one from `SURE` on; prints seconds by the clock and of the processor, and memory, as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

SURE = 0.99
SAMPLED_PAIRS = 2_000_000
READ = """
    CREATE TABLE {table} AS SELECT row_number() OVER () AS unique_id, id, name, nullif(code, '') AS code, city,
    division, address, name[1:3] AS beginning, name[-7:] AS ending FROM read_csv('{path}',
    all_varchar = true, header = true)
"""
BEST = """
    COPY (SELECT s.id, arg_max(k.id, p.match_probability), max(p.match_probability)
          FROM {found} p JOIN known k ON k.unique_id = p.unique_id_l JOIN said s ON s.unique_id = p.unique_id_r
          GROUP BY s.id) TO '{path}' (FORMAT csv, HEADER false)
"""


def main(known: str, said: str, answers: str) -> None:
    """Reading, training and predicting, all of it by the clock."""
    clock, processor = time.perf_counter(), time.process_time()
    _link(known, said, answers)
    told = {
        "seconds": time.perf_counter() - clock,
        "processor": time.process_time() - processor,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    sys.stdout.write(f"{json.dumps(told)}\n")


def _link(known: str, said: str, answers: str) -> None:
    import duckdb  # type: ignore[import-not-found]  # of another environment
    from splink import DuckDBAPI, Linker, block_on  # type: ignore[import-not-found]  # of another environment

    connection = duckdb.connect()
    connection.execute(READ.format(table="known", path=known))
    connection.execute(READ.format(table="said", path=said))
    api = DuckDBAPI(connection)
    tables = [api.register(name, dataset_display_name=name) for name in ("known", "said")]
    linker = Linker(tables, _settings(), log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("code"), block_on("name", "city")], recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("name"), record_sample_proportion=1.0)
    training.estimate_parameters_using_expectation_maximisation(block_on("address"), record_sample_proportion=1.0)
    found = linker.inference.predict(threshold_match_probability=SURE)
    connection.execute(BEST.format(found=found.physical_name, path=answers))


def _settings() -> Any:
    """As its documentation has names and places compared."""
    import splink.comparison_library as compared  # type: ignore[import-not-found]  # of another environment
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            compared.JaroWinklerAtThresholds("name", [0.96, 0.92, 0.85]),
            compared.LevenshteinAtThresholds("code", [1]),
            compared.ExactMatch("address"),
            compared.ExactMatch("division"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("code"),
            block_on("name"),
            block_on("city", "beginning"),
            block_on("city", "ending"),
            block_on("address"),
        ],
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
