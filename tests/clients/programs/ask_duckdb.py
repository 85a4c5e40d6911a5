"""Answers the statements on standard input, a JSON list, from a DuckDB file."""

import json
import sys

import duckdb

with duckdb.connect(sys.argv[1], read_only=sys.argv[1] != ":memory:") as connection:
    answers = [connection.execute(sql).fetchall() for sql in json.load(sys.stdin)]
json.dump({"version": duckdb.__version__, "answers": answers}, sys.stdout)
