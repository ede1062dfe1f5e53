"""All tables of a folder of CSV as Parquet or JSON Lines, by DuckDB.

    python copy_tables.py FOLDER OUT parquet|jsonl

Parquet is typed and compressed by zstd, as an archive of `insights import` is; JSON Lines hold texts, as many exports do.
"""
import sys
from pathlib import Path

import duckdb

from duck import columns_of, csv

FORMS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "jsonl": "FORMAT json"}


def main():
    folder, out, form = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    out.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"threads": 2})
    for path in sorted(folder.glob("*.csv")):
        stored = columns_of(path.stem)
        source = csv(path, stored if form == "parquet" else dict.fromkeys(stored, "VARCHAR"))
        connection.execute(f"COPY (FROM {source}) TO '{out / path.stem}.{form}' ({FORMS[form]})")


if __name__ == "__main__":
    main()
