"""The URLs and addresses that a webhook may have: public ones, since the sender must not reach what tenants cannot."""

import os
import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, NamedTuple
from urllib.parse import urlsplit

MAX_LENGTH: Final = 2048
_PRINTABLE: Final = re.compile(r"[!-\[\]-~]+", re.ASCII)  # without a space and a backslash
_AUTHORITY: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^][:]+)(:[0-9]*)?")
"""`urlsplit` ignores what is before or after brackets, and takes a name in brackets (IPvFuture) for a host."""
_NAME: Final = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER: Final = re.compile(r"([0-9]+|0x[0-9a-f]*)")
"""The last label of what some resolvers read as an IPv4 address, such as 127.1, 2130706433 or 0x7f000001."""
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_INTERNAL: Final = ("localhost", "local", "internal")
"""The last labels of names that are not public: RFC 6761, RFC 6762, and ICANN's reserved one."""
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
"""The only part of IPv6 that IANA has assigned to the public internet. Addresses that contain one of IPv4 (mapped,
compatible, NAT64) are outside of it."""
_NOT_GLOBAL: Final = tuple(map(ip_network, ("192.88.99.0/24", "2001::/32", "2002::/16", "3fff::/20")))
"""What `ipaddress` takes for global: relays of 6to4, Teredo and 6to4, which contain an address of IPv4, and one more
network for documentation (RFC 9637)."""


class Endpoint(NamedTuple):
    """A parsed URL. host: in lower case, without brackets. target: path and query, as in the request line."""

    scheme: str
    host: str
    port: int
    target: str


def reaches_this_machine() -> bool:
    """Whether receivers on this machine may be reached, also without TLS: on the local system, which has no others."""
    return os.environ.get("LOCAL_RECEIVERS") == "true"


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public internet (IANA's special-purpose registries, RFC 6890)."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and (ip.scope_id or ip not in _GLOBAL_UNICAST):
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NOT_GLOBAL)


def is_loopback(address: str) -> bool:
    """Whether a numeric address is one of this machine's own."""
    return ip_address(address).is_loopback


def endpoint(url: str, *, local: bool = False) -> Endpoint:
    """Parse a URL of a webhook. local: see reaches_this_machine().

    Raises ValueError, with a sentence about what is wrong with it. Whether a name has public addresses shows when it is
    resolved.
    """
    if len(url) > MAX_LENGTH or not _PRINTABLE.fullmatch(url):
        raise ValueError(f"A URL has at most {MAX_LENGTH} ASCII characters, without spaces and backslashes.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError("The URL is malformed.") from error
    host = (parts.hostname or "").removesuffix(".")
    is_local = local and _is_local(host)
    if parts.scheme != "https" and not (is_local and parts.scheme == "http"):
        raise ValueError("The URL must begin with https://.")
    if "@" in parts.netloc or "#" in url:
        raise ValueError("The URL cannot contain a user, a password or a fragment.")
    if not _AUTHORITY.fullmatch(parts.netloc):
        raise ValueError("The URL must contain a valid host name.")
    if port == 0:
        raise ValueError("The URL's port must be from 1 to 65535.")
    if not is_local:
        _require_public(host)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Endpoint(parts.scheme, host, port or _DEFAULT_PORTS[parts.scheme], target)


def _require_public(host: str) -> None:
    if _parsed(host) is not None:
        if not is_public(host):
            raise ValueError("The URL's address is not a public one.")
        return
    last = host.rpartition(".")[2]
    if not _NAME.fullmatch(host) or _NUMBER.fullmatch(last):
        raise ValueError("The URL must contain a valid host name.")
    if last in _INTERNAL:
        raise ValueError("The URL's host is not a public one.")


def _is_local(host: str) -> bool:
    return host == "localhost" or (_parsed(host) is not None and is_loopback(host))


def _parsed(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
