"""Which network addresses the portal may call, decided on the resolved address, never on a name.

A recorder's address is typed in by a person, so it may point anywhere: at this server's own
database, at a cloud's metadata service. A name is resolved once, every answer is judged, and the
caller connects to what was judged (so a second, different DNS answer changes nothing).
"""

import ipaddress
import socket
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from .http_errors import BadAddress, Forbidden, Unreachable

Ip = IPv4Address | IPv6Address

# Metadata services outside of the link-local range: Amazon's over IPv6, Alibaba's, Oracle's.
_METADATA = frozenset(
    ipaddress.ip_address(text) for text in ("fd00:ec2::254", "100.100.100.200", "192.0.0.192")
)
_THIS_NETWORK = ipaddress.ip_network("0.0.0.0/8")
_SHARED = ipaddress.ip_network("100.64.0.0/10")  # carriers' shared space, RFC 6598
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: IPv4 in the last 32 bits
_COMPATIBLE = ipaddress.ip_network("::/96")  # RFC 4291, deprecated: IPv4 in the last 32 bits


@dataclass(frozen=True)
class Guard:
    """`allow` holds exceptions: ``127.0.0.1:18080``, ``[::1]:18080`` or ``10.9.0.0/16``."""

    allow: tuple[str, ...] = ()
    private: bool = False

    def addresses(self, host: str, port: int) -> list[str]:
        """All addresses of `host`, each of them allowed; numbers in odd notations included."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"{host}: no such name") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            self.check(address, port)
        return addresses

    def check(self, address: str, port: int) -> None:
        """Raise Forbidden unless the portal may call this address."""
        try:
            ip = unwrapped(ipaddress.ip_address(address))
        except ValueError as error:
            raise BadAddress(f"{address} is no network address") from error
        if self._excepted(ip, port):
            return
        if _never(ip):
            raise Forbidden(f"{ip} is never called")
        if not ip.is_global and not self.private:
            raise Forbidden(f"{ip} lies in a private network")

    def _excepted(self, ip: Ip, port: int) -> bool:
        return (str(ip), port) in self._sockets or any(ip in net for net in self._networks)

    @cached_property
    def _sockets(self) -> frozenset[tuple[str, int]]:
        pairs = (entry.rpartition(":") for entry in self.allow if "/" not in entry)
        return frozenset(
            (str(ipaddress.ip_address(host.strip("[]"))), int(port)) for host, _, port in pairs
        )

    @cached_property
    def _networks(self) -> list[IPv4Network | IPv6Network]:
        return [ipaddress.ip_network(entry) for entry in self.allow if "/" in entry]


def unwrapped(ip: Ip) -> Ip:
    """The IPv4 address that an IPv6 notation or tunnel leads to, or the address itself."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip.ipv4_mapped:
        return ip.ipv4_mapped
    if ip.sixtofour:
        return ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    if ip in _NAT64 or (ip in _COMPATIBLE and int(ip) > 1):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


def _never(ip: Ip) -> bool:
    return (
        ip.is_loopback
        or ip.is_link_local
        or ip.is_multicast
        or ip.is_unspecified
        or (ip.is_reserved and ip not in _SHARED)
        or ip in _THIS_NETWORK
        or ip in _METADATA
        or (isinstance(ip, IPv6Address) and ip.is_site_local)
    )
