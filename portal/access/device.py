"""From what a browser says of itself to what its owner recognises. Pure."""

import ipaddress

# The first that is found counts: Edge and Chrome on iPhones name Safari too, Chrome names both.
_BROWSERS = (
    ("Zalo", "Zalo"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_V4_PREFIX, _V6_PREFIX = 24, 48


def rough_device(user_agent: str) -> str:
    """'Chrome, Android'; empty when nothing is recognised. Nothing a browser says is repeated."""
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ", ".join(name for name in found if name)


def rough_network(address: str) -> str:
    """'113.161.70.0/24': whose network, not which telephone. Empty for what is no address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    prefix = _V4_PREFIX if ip.version == 4 else _V6_PREFIX  # noqa: PLR2004 -- IPv4
    return str(ipaddress.ip_network(f"{ip}/{prefix}", strict=False))


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in names if mark in text), "")
