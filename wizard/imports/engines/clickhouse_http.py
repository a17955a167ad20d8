"""What speaks to a ClickHouse: its own library over HTTP, held to the one server that was named.

Source: docs/specification.md §13.5; docs/decisions/0108-clickhouse-over-http.md.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from clickhouse_connect import common
from clickhouse_connect.driver.exceptions import ClickHouseError
from clickhouse_connect.driver.httpclient import HttpClient
from clickhouse_connect.driver.httputil import get_pool_manager_options
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError, ProtocolError
from urllib3.response import BaseHTTPResponse

from wizard.imports.engines.clickhouse_address import Address
from wizard.imports.engines.clickhouse_failures import refused

_CONNECT_S: Final = 15
_SILENT_S: Final = 300
"""A server that works on a query says so meanwhile."""

# They quote addresses and queries on standard error.
logging.getLogger("clickhouse_connect").setLevel(logging.CRITICAL + 1)
logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)
# The name of the account on this machine is nobody's business there.
common.set_setting("send_os_user", False)


class BrokenOff(HTTPError):
    """A connection that ended before its answer did."""


class _OneServer(PoolManager):
    """Connections to the server that was named: no other is asked, and nothing is asked twice."""

    def urlopen(  # type: ignore[override]
        self, method: str, url: str, redirect: bool = True, **how: Any
    ) -> BaseHTTPResponse:
        try:
            return super().urlopen(method, url, redirect=False, **{**how, "retries": False})
        except ProtocolError:
            # The library would ask again, and a query takes minutes.
            raise BrokenOff from None


@contextmanager
def client_of(address: Address) -> Iterator[HttpClient]:
    """A client that has been let in.

    Raises:
        InputUnusable: where it is not, or what is asked of it fails.
    """
    pool = _OneServer(
        **get_pool_manager_options(ca_cert=address.ca_cert, verify=address.is_verified)
    )
    try:
        yield _client(address, pool)
    except (ClickHouseError, HTTPError, OSError) as failure:
        raise refused(failure) from None
    finally:
        pool.clear()


def _client(address: Address, pool: PoolManager) -> HttpClient:
    try:
        return HttpClient(
            interface="https" if address.is_secure else "http",
            host=address.host,
            port=address.port,
            username=address.user,
            password=address.password,
            database=address.database,
            query_retries=0,
            connect_timeout=_CONNECT_S,
            send_receive_timeout=_SILENT_S,
            client_name="payback",
            verify=address.is_verified,
            pool_mgr=pool,
            autogenerate_session_id=False,
            native_codec="python",
            show_clickhouse_errors=True,
        )
    # What answers may be anything, and the library fails in any way over what it cannot read.
    except Exception as failure:
        raise refused(failure) from None
