"""Which addresses may be called: what is inside is refused, however it is written."""

from ipaddress import ip_address

import pytest

from connectors.addresses import NOWHERE_INSIDE, InnerHosts, is_public, whole_address
from journal.errors import BadInput

INSIDE = [
    *("127.0.0.1", "127.8.9.1", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
    *("255.255.255.255", "203.0.113.9", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1"),
    *("fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    *("::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "2002:7f00:1::", "2002:0a00:1::1"),
    *("192.0.0.8", "192.88.99.1", "64:ff9b:1::7f00:1", "3fff::1", "5f00::1"),
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",  # Teredo, of a client at 10.0.0.1
]
OUTSIDE = ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("written", INSIDE)
def test_inside_is_not_public(written: str) -> None:
    """Private, loopback, link-local, shared, multicast and reserved, wrapped ones too."""
    assert not is_public(ip_address(written))


@pytest.mark.parametrize("written", OUTSIDE)
def test_the_open_internet_is_public(written: str) -> None:
    """What anybody reaches jefail may call."""
    assert is_public(ip_address(written))


@pytest.mark.parametrize("host", [*INSIDE, "127.0.0.1"])
def test_figures_that_lead_inside_are_not_called(host: str) -> None:
    """They are refused before anything is looked up."""
    assert not NOWHERE_INSIDE.may_call("https", f"[{host}]" if ":" in host else host, 443)


def test_only_what_is_named_may_be_called() -> None:
    """A name counts for itself, a network for figures, a port for that port alone."""
    inner = InnerHosts.of("erp.Internal:8000, 10.1.0.0/16,[fd00::5]:8443 , Tryton.local.")

    for scheme, host, port in (
        ("http", "ERP.internal", 8000),
        ("https", "erp.internal.", 8000),
        ("http", "10.1.200.3", 80),
        ("https", "fd00::5", 8443),
        ("http", "tryton.local", 80),
        ("http", "::ffff:10.1.0.9", 80),
    ):
        assert inner.may_call(scheme, host, port), host
    for scheme, host, port in (
        ("http", "erp.internal", 80),
        ("http", "10.2.0.1", 80),
        ("https", "10.2.0.1", 443),
        ("https", "fd00::5", 443),
        ("http", "posting.example", 80),
        ("ftp", "tryton.local", 21),
    ):
        assert not inner.may_call(scheme, host, port), host


@pytest.mark.parametrize(
    "text", ["http://erp", "a b", "erp/x", "me@erp", "erp:port", "erp:99999", ":80", "-", "a..b"]
)
def test_what_names_no_host_is_refused(text: str) -> None:
    """A slip in the setting is told, and opens nothing."""
    with pytest.raises(BadInput):
        InnerHosts.of(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://posting.example/", "https://posting.example"),
        (" https://posting.example/jefail ", "https://posting.example/jefail"),
        ("HTTPS://Posting.Example:8443", "https://posting.example:8443"),
        ("https://bücher.example/db", "https://xn--bcher-kva.example/db"),
        ("https://8.8.8.8", "https://8.8.8.8"),
        ("https://10.0.0.1", "https://10.0.0.1"),  # whole; the gate refuses the call
        ("http://erp.internal:8000/db", "http://erp.internal:8000/db"),
    ],
)
def test_a_whole_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    """As it is sent: no slash at its end, the host small and in ASCII."""
    assert whole_address(typed, InnerHosts.of("erp.internal:8000")) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "posting.example", "ftp://posting.example", "file:///etc/passwd", "https://"),
        *("http://posting.example", "http://127.0.0.1", "http://10.0.0.1:8000"),
        *(
            "https://posting.example/?a=b",
            "https://posting.example/#a",
            "https://me@posting.example",
        ),
        *("https://[::1", "https://posting.example:99999", "https://posting.example:0"),
        *("https://posting.example:port", "https://a..b", "https://.", "https://-", "https://…"),
        *(f"https://{'a' * 64}.example", f"https://{'a.' * 140}example", "https://" + "a" * 600),
        *("https://xn--/", "https://\u200b.example", "https://a\tb.example", "https://a b.example"),
        *("https://exa\x00mple", "https://\ud800.example", "https://[v1.x]/", "https://%00"),
        *("https://*.example", "https://a_b!.example", "//posting.example", "https:///db"),
    ],
)
def test_odd_addresses_are_no_addresses(typed: str) -> None:
    """Names that cannot exist, ports beyond the last, broken IDNA: an answer, never an error."""
    assert whole_address(typed, NOWHERE_INSIDE) is None
