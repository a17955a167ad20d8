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
from wizard.imports.sources.columns import opened_table

_TYPES: Final = Types(
    numbers=re.compile(r"tinyint|smallint|int|bigint|float|double|decimal\(.*\)"),
    times=re.compile("timestamp|timestamp_ntz|date"),
    naive=re.compile("timestamp_ntz|date"),
    json=re.compile("(struct|map|array)<.*>|variant", re.DOTALL),
    texts=re.compile("string|(var)?char.*"),
)


def opened(request: Request, address: str) -> Opened:
    """Look up the table of a request, as `open_sources` says."""
    with connected(address, Watch()) as connection:
        table = looked_up(connection, request.table or SPEND_LOGS)
    where = f"Spark, schema {table.schema}"
    return opened_table(request, address, table, SparkTable, _TYPES, where)
