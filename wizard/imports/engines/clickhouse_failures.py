"""What a ClickHouse says when it does not do what was asked, in words that quote nothing.

Its own words may hold an address, the query, or a cell of a table.
"""

from __future__ import annotations

import re
from typing import Final

from rules.answers.problem import Problem
from wizard.problems import InputUnusable

PASSWORD: Final = (
    "the server does not accept user and password; give them in CLICKHOUSE_USER and"
    " CLICKHOUSE_PASSWORD, or in the file of clickhouse-client (~/.clickhouse-client/config.xml);"
    " in an address a % of them is written %25"
)
_FEWER_DAYS: Final = "name fewer days with --since and --until"
_SETTINGS: Final = (
    "this user may change no setting of its queries, which have to be bounded and read times in"
    " one zone; use one whose profile has readonly = 2, which cannot change anything either"
)
_CHANGED: Final = "the table changed while it was looked at; try again"
_BEHIND: Final = "a server behind the one that was asked does not answer; try again later"
_OTHER: Final = (
    "something answers there that is no ClickHouse, or does not speak HTTP at this port; look at"
    " host and port (most often 8123, or 8443 with clickhouses://)"
)
BROKEN_OFF: Final = "the connection to the database broke off; nothing was read, try again"

_BY_CODE: Final = {
    **dict.fromkeys((192, 193, 194, 516), PASSWORD),
    195: "the server does not let this user in from here",
    497: "this user may not read a column of which calls are made; ask for the right to SELECT it,"
    " or name a view with --table",
    81: "there is no such database on that server; look at the end of the address",
    **dict.fromkeys((16, 47, 60), _CHANGED),
    **dict.fromkeys(
        (159, 160),
        f"the query took longer than the database allows; {_FEWER_DAYS}, or set another limit:"
        " ?max_execution_time=1800 at the end of the address",
    ),
    394: "somebody ended the query on the server; try again later",
    **dict.fromkeys((158, 307, 396), f"the server lets no query be so large; {_FEWER_DAYS}"),
    **dict.fromkeys((191, 241), f"the server lacks memory for the query; {_FEWER_DAYS}"),
    243: f"the server's disk is full; {_FEWER_DAYS}",
    201: "this user has asked for all that its quota allows; try again later",
    **dict.fromkeys((202, 203), "the server has too many queries; try again later"),
    **dict.fromkeys((164, 452), _SETTINGS),
    115: "the server is too old to be asked; versions from 23.6 on are read",
    **dict.fromkeys((209, 210, 279), _BEHIND),
}
_BY_STATUS: Final = {
    **dict.fromkeys(("401", "403"), PASSWORD),
    **dict.fromkeys(
        ("429", "502", "503", "504"), "the server is busy or not there; try again later"
    ),
}
# What the library beneath could not do, by the name of its class.
_BY_CAUSE: Final = {
    "NameResolutionError": "there is no such server; look at the host in the address",
    "NewConnectionError": "nothing answers there; look at host and port, or start the server",
    "ConnectTimeoutError": "the server does not answer; look at host and port, or at what lies"
    " between",
    "ReadTimeoutError": "the server does not answer any more; look at it, and try again",
    "SSLError": "the server and this program do not agree on encryption: its certificate is not"
    " accepted (ca_cert names a file that vouches for it), or it does not encrypt at this port",
    "BrokenOff": BROKEN_OFF,
    "IncompleteRead": BROKEN_OFF,
    "ProtocolError": BROKEN_OFF,
}
_STATUS: Final = re.compile(r"HTTP status (\d{3})")


def refused(failure: Exception) -> InputUnusable:
    """What is said of a failure, whatever the library made of it."""
    return InputUnusable([Problem(_words(failure), "ClickHouse")])


def _words(failure: Exception) -> str:
    one: BaseException | None = failure
    while one is not None:
        for kind in type(one).__mro__:
            if kind.__name__ in _BY_CAUSE:
                return _BY_CAUSE[kind.__name__]
        one = one.__cause__ or one.__context__
    code = getattr(failure, "code", None)
    if code is not None:
        known = _BY_CODE.get(code)
        return known or f"the database refuses the query (its code is {code}); try a newer server"
    said = str(failure)
    if "is readonly" in said:
        return _SETTINGS
    status = _STATUS.search(said)
    return _BY_STATUS.get(status[1], _OTHER) if status else _OTHER
