"""A table that a Spark reads as a source.

Source: docs/specification.md §13.5.
"""

from __future__ import annotations

import re
from typing import Final

from wizard.imports.engines.catalogue import Types
from wizard.imports.engines.engine import Watch
from wizard.imports.engines.spark import SparkTable, connected, looked_up
from wizard.imports.printing import SPEND_LOGS
from wizard.imports.request import Opened, Request
from wizard.imports.sources.columns import as_file, format_of, names_no_zone, places_of
from wizard.imports.sources.common import refuse_by
from wizard.problems import on_one_line

_TYPES: Final = Types(
    numbers=re.compile(r"tinyint|smallint|int|bigint|float|double|decimal\(.*\)"),
    times=re.compile("timestamp|timestamp_ntz|date"),
    naive=re.compile("timestamp_ntz|date"),
    json=re.compile("(struct|map|array)<.*>|variant", re.DOTALL),
    texts=re.compile("string|(var)?char.*"),
)


def opened(request: Request, address: str) -> Opened:
    """Look up the table of a request.

    Raises:
        InputUnusable: where it cannot be reached or read, or its rows are of no known format.
    """
    with connected(address, Watch()) as connection:
        table = looked_up(connection, request.table or SPEND_LOGS)
    format = format_of(request, table)
    refuse_by(request, format)
    by = request.by or next(iter(format.endpoints))
    places = places_of(format, by, table, _TYPES, "user")
    where = f"{table.name} in Spark, schema {table.schema}"
    stand_in = as_file(table)
    return Opened(
        engine=SparkTable(address, table, format, places),
        format=format,
        what=on_one_line(f"{format.title} {where}"),
        counts_twice=format.counts_twice(stand_in),
        notes=format.notes(stand_in),
        assumes_zone=format.zone is None
        and request.zone is None
        and names_no_zone(format, places, table, _TYPES),
    )
