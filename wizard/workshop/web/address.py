"""Where participants' pages are found, and which names a browser may call them by."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from rules.answers.problem import Problem, briefly
from wizard.problems import InputUnusable

ANOTHER_PORT = (
    "The port of before is taken, so that the address is another one; who opens it keeps their seat"
)

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """The scheme and the exact values of Host that belong to a server."""

    scheme: str
    hosts: tuple[str, ...]
    """As in the header: `127.0.0.1:8123`. The first stands in links."""

    @property
    def base(self) -> str:
        """What every link begins with, without a slash at the end."""
        return f"{self.scheme}://{self.hosts[0]}"

    def takes_host(self, host: str) -> bool:
        """Whether a value of Host is one of ours, and not a foreign name that leads here."""
        return host in self.hosts

    def takes_origin(self, origin: str, host: str) -> bool:
        """Whether a value of Origin is that of the very page that was reached by a host."""
        return self.takes_host(host) and origin == f"{self.scheme}://{host}"


def checked_host(host: str, public_url: str) -> str:
    """An address to listen on.

    Raises:
        InputUnusable: where it stands for all addresses and nothing says how people reach it.
    """
    if is_wildcard(host) and not public_url:
        raise InputUnusable(
            [
                Problem(
                    f"{host or 'no address'} listens everywhere; name one address of this machine,"
                    " or the public address of the proxy in front"
                )
            ]
        )
    return host


def address_of(host: str, port: int, public_url: str = "") -> Address:
    """The address of a server that listens on a host and a port.

    Raises:
        InputUnusable: where the public address is none.
    """
    if public_url:
        return _public(public_url)
    shown = f"[{host}]" if ":" in host else host
    names = (shown, "localhost") if is_loopback(host) else (shown,)
    return Address("http", tuple(f"{name}{_port('http', port)}" for name in dict.fromkeys(names)))


def _public(url: str) -> Address:
    try:
        parts = urlsplit(url)
        port, name = parts.port, parts.hostname
    except ValueError:
        port, name, parts = None, None, urlsplit("")
    is_bare = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in _DEFAULT_PORTS or not name or not is_bare:
        raise InputUnusable(
            [Problem(f"{briefly(url)!r} is no address such as https://workshop.example.org")]
        )
    shown = f"[{name}]" if ":" in name else name
    return Address(parts.scheme, (f"{shown}{_port(parts.scheme, port)}",))


def _port(scheme: str, port: int | None) -> str:
    return "" if port in (None, _DEFAULT_PORTS[scheme]) else f":{port}"


def is_wildcard(host: str) -> bool:
    """Whether it stands for all addresses of the machine."""
    try:
        return not host or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def lan_address() -> str | None:
    """The address of this machine on its network; None where it is on none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # An address of documentation (RFC 5737): connecting only chooses the way there.
            probe.connect(("192.0.2.1", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if is_loopback(found) or is_wildcard(found) else found


def who_reaches(host: str, public_url: str) -> str:
    """That nobody else's device reaches the pages, where that is so, and what would let them."""
    if public_url or not is_loopback(host):
        return ""
    return (
        f"Only this machine reaches it; start with --host {lan_address() or 'ADDRESS'} for others."
    )
