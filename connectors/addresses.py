"""Where jefail may call out to: nowhere inside, unless JEFAIL_INNER_HOSTS names it.

People type in where a posting service or a Tryton server is. Without this a Slack user could have
jefail call what only its own machine reaches: a router, a database, a cloud's metadata.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import httpx

from journal.errors import BadInput

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_LONGEST, _LONGEST_NAME = 500, 253
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_NOT_GLOBAL: tuple[Network, ...] = (
    ipaddress.IPv4Network("192.0.0.0/24"),  # RFC 6890
    ipaddress.IPv4Network("192.88.99.0/24"),  # RFC 7526
    ipaddress.IPv6Network("64:ff9b:1::/48"),  # RFC 8215
    ipaddress.IPv6Network("3fff::/20"),  # RFC 9637
    ipaddress.IPv6Network("5f00::/16"),  # RFC 9602
)
"""What `is_global` of some release of Python takes for public."""
_OLD_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291 2.5.5.1


@dataclass(frozen=True, slots=True)
class _Inner:
    """One host as it is written in addresses: a name, or the networks that it is in."""

    name: str = ""
    network: Network | None = None
    port: int | None = None  # None: any

    def means(self, host: str, port: int) -> bool:
        if self.port not in (None, port):
            return False
        address = address_in(host)
        if self.network is None or address is None:
            return bool(self.name) and self.name == _plain(host)
        return _is_in(address, self.network)


@dataclass(frozen=True, slots=True)
class InnerHosts:
    """The hosts inside that may be called, and without TLS: `of("erp.local:8000, 10.0.0.0/8")`.

    A network counts for addresses that are written in figures. A name counts for itself, whatever
    it leads to; another name that leads to the same place does not.
    """

    hosts: tuple[_Inner, ...] = ()

    @classmethod
    def of(cls, text: str) -> InnerHosts:
        """Read a list separated by commas. Raises BadInput: an item is no host."""
        return cls(tuple(_inner(item.strip()) for item in text.split(",") if item.strip()))

    def has(self, host: str, port: int) -> bool:
        """Whether `host`, as an address writes it, is one of these."""
        return any(one.means(host, port) for one in self.hosts)

    def may_call(self, scheme: str, host: str, port: int) -> bool:
        """Whether an address may be called as far as it shows before its name is looked up."""
        if self.has(host, port):
            return scheme in ("https", "http")
        address = address_in(host)
        return scheme == "https" and (address is None or is_public(address))


NOWHERE_INSIDE = InnerHosts()


def whole_address(typed: str, inner: InnerHosts) -> str | None:
    """Return a base URL that a person typed, in the form it is kept; None: it is none.

    It has a scheme that may be used, a host that can exist, a port that can, and neither a user
    nor a query in it; a name in other letters is kept as it is sent (IDNA).
    """
    text = typed.strip().rstrip("/")
    if len(text) > _LONGEST or not text.isprintable() or any(one.isspace() for one in text):
        return None
    try:
        parts, url = urlsplit(text), httpx.URL(text)
        port = parts.port
        host = url.raw_host.decode("ascii")
    except (ValueError, httpx.InvalidURL):  # UnicodeError and what idna raises are ValueErrors
        return None
    if not host or port == 0 or _says_more(parts) or not _can_be(host):
        return None
    is_inner = inner.has(host, port or (80 if parts.scheme == "http" else 443))
    return str(url).rstrip("/") if parts.scheme == "https" or _is_plain(parts, is_inner) else None


def is_public(address: Address) -> bool:
    """Whether `address` is one of the open internet, also where it is wrapped in another.

    iana.org/assignments/iana-ipv4-special-registry and -ipv6-: private, loopback, link-local,
    shared (CGNAT), multicast, reserved and unspecified ones are not.
    """
    inside = _wrapped(address)
    if inside:
        return all(map(is_public, inside))
    if isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address.scope_id):
        return False
    if any(_is_in(address, one) for one in _NOT_GLOBAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def address_in(host: str) -> Address | None:
    """Return the address that `host` writes in figures; None: it is a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _wrapped(address: Address) -> list[Address]:
    """Return the IPv4 addresses that an IPv6 one leads to: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or (address in _OLD_COMPATIBLE and int(address) > 1):
        found.append(last)
    return [one for one in found if one is not None]


def _is_in(address: Address, network: Network) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return any(one.version == network.version and one in network for one in (mapped or address,))


def _inner(item: str) -> _Inner:
    try:
        return _Inner(network=ipaddress.ip_network(item.strip("[]"), strict=False))
    except ValueError:
        pass
    try:
        parts = urlsplit(f"//{item}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or _says_more(parts) or parts.path or not _can_be(host):
        raise BadInput(
            f'"{item}" is no host; write names, addresses or networks, separated by commas'
        )
    address = address_in(host)
    network = ipaddress.ip_network(address) if address else None
    return _Inner(_plain(host), network, port)


def _is_plain(parts: SplitResult, is_inner: bool) -> bool:
    return parts.scheme == "http" and is_inner


def _says_more(parts: SplitResult) -> bool:
    return bool(parts.query or parts.fragment or parts.username is not None or parts.password)


def _can_be(host: str) -> bool:
    """Whether a host of this name could be looked up (RFC 1035, with the underscore in use)."""
    if address_in(host):
        return True
    return len(host) <= _LONGEST_NAME and all(map(_LABEL.fullmatch, _plain(host).split(".")))


def _plain(host: str) -> str:
    return host.casefold().removesuffix(".")
