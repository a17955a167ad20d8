"""What PostgreSQL says when it does not do what was asked, in words that quote nothing.

Its own words may hold an address, or a cell of a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.answers.problem import Problem
from wizard.problems import InputUnusable

if TYPE_CHECKING:
    from psycopg import Error

_BY_STATE: Final = {
    "57014": "the query took longer than the database allows, or somebody there ended it; name"
    " fewer days with --since and --until, or set another limit:"
    " PGOPTIONS='-c statement_timeout=30min'",
    "55P03": "the table is locked by somebody else; try again later",
    "42501": "this role may not read a column of which calls are made; ask for the right to SELECT"
    " it, or name a view with --table",
    "28P01": "the database does not accept the password; give it in PGPASSWORD, in the file of"
    " passwords (~/.pgpass) or by a service; in an address its % is written %25",
    "28000": "the database does not let this role in from here",
    "3D000": "there is no such database on that server; look at the end of the address",
    "53300": "the server has too many connections; try again later",
    "57P03": "the server is starting or stopping; try again later",
    "22P02": "a column of text that should hold JSON has text that is none, and before version 16"
    " PostgreSQL cannot pass over it; name a view with --table that leaves such rows out",
    "22003": "a number in the table is beyond what can be reckoned with; name a view with --table"
    " that leaves such rows out",
    "53100": "the server's disk is full; name fewer days with --since and --until",
    "53200": "the server is out of memory; name fewer days with --since and --until",
    "53400": "the query needs more room on the server's disk than it may take; name fewer days"
    " with --since and --until",
}
_BY_CLASS: Final = {
    "08": "the connection to the database broke off; nothing was read, try again",
    "57P": "the server ended the connection; nothing was read, try again",
    "42P01": "the table changed while it was looked at; try again",
    "42703": "the table changed while it was looked at; try again",
    "40": "the table changed while it was read; try again",
    "53": "the server lacks room for the query; name fewer days with --since and --until",
}
# Where nobody has been let in there is no code, and the words are those of the library.
_BY_WORDS: Final = (
    ("password authentication failed", _BY_STATE["28P01"]),
    ("no password supplied", _BY_STATE["28P01"]),
    ("no pg_hba.conf entry", _BY_STATE["28000"]),
    ("authentication failed", _BY_STATE["28000"]),
    ("too many connections", _BY_STATE["53300"]),
    ("starting up", _BY_STATE["57P03"]),
    ("definition of service", "there is no such service in the file of services"),
    ("translate host name", "there is no such server; look at the host in the address"),
    ("resolve host", "there is no such server; look at the host in the address"),
    ("Connection refused", "nothing answers there; look at host and port, or start the server"),
    ("timeout", "the server does not answer; look at host and port, or at what lies between"),
    ("No such file or directory", "no server listens there; name its host in the address"),
    ("SSL", "the server and this program do not agree on encryption; look at sslmode"),
    ("certificate", "the server's certificate is not accepted; look at sslmode and sslrootcert"),
    ("role", "there is no such role; look at the user in the address"),
    ("database", _BY_STATE["3D000"]),
)


def refused(failure: Error) -> InputUnusable:
    """What is said of a failure."""
    return InputUnusable([Problem(_words(failure), "PostgreSQL")])


def _words(failure: Error) -> str:
    state = failure.sqlstate
    if state is None:
        said = str(failure)
        known = next((words for sign, words in _BY_WORDS if sign in said), None)
        return known or _BY_CLASS["08"]
    known = _BY_STATE.get(state)
    if known is None:
        known = next((words for sign, words in _BY_CLASS.items() if state.startswith(sign)), None)
    return known or f"the database refuses the query (its code is {state}); try a newer server"
