"""A webhook has a public https URL, and the sender reaches public addresses only."""

import pytest

from ledger.webhooks import addresses
from ledger.webhooks.addresses import Endpoint


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1"),  # noqa: S104
        *(
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
        ),
        *("240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "2600::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1"),
        *("ff0e::1", "2001:db8::1", "2001:2::1", "100::1", "3fff::1", "4000::1", "5f00::1"),
        *("::ffff:8.8.8.8", "::ffff:127.0.0.1", "::8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808"),
        *("64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"),
        *("", "receiver.example", "127.1", "0x7f.1", "8.8.8.8/32"),
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not addresses.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "52.95.110.1", "2600::1", "2a00:1450:4001::200e"])
def test_a_public_address_is_accepted(address: str) -> None:
    assert addresses.is_public(address)


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("https://receiver.example", Endpoint("https", "receiver.example", 443, "/")),
        ("HTTPS://Receiver.Example./a/b?c=d&e=%20", Endpoint("https", "receiver.example", 443, "/a/b?c=d&e=%20")),
        ("https://receiver.example:8443?c", Endpoint("https", "receiver.example", 8443, "/?c")),
        ("https://xn--bcher-kva.example/", Endpoint("https", "xn--bcher-kva.example", 443, "/")),
        ("https://a_b.receiver.example/", Endpoint("https", "a_b.receiver.example", 443, "/")),
        ("https://8.8.8.8/", Endpoint("https", "8.8.8.8", 443, "/")),
        ("https://[2600::1]:444/", Endpoint("https", "2600::1", 444, "/")),
    ],
)
def test_a_public_url_is_parsed(url: str, endpoint: Endpoint) -> None:
    assert addresses.endpoint(url) == endpoint


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "at most 2048 ASCII characters"),
        (f"https://receiver.example/{'a' * 2024}", "at most 2048 ASCII characters"),
        ("https://bücher.example/", "ASCII"),
        ("https://receiver.example/a b", "without spaces"),
        ("https://receiver.example/a\r\nHost: other", "without spaces"),
        ("https://receiver.example\\@other.example/", "backslashes"),
        ("https://[::1/", "malformed"),
        ("https://receiver.example:port/", "malformed"),
        ("https://receiver.example:65536/", "malformed"),
        ("https://receiver.example:0/", "port"),
        ("http://receiver.example/", "https://"),
        ("ftp://receiver.example/", "https://"),
        ("file:///etc/passwd", "https://"),
        ("receiver.example", "https://"),
        ("//receiver.example/", "https://"),
        ("http://localhost/", "https://"),
        ("https://", "host name"),
        ("https:///path", "host name"),
        ("https://user@receiver.example/", "a user"),
        ("https://user:secret@receiver.example/", "a user"),
        ("https://receiver.example/#top", "fragment"),
        ("https://-receiver.example/", "host name"),
        ("https://receiver..example/", "host name"),
        ("https://[v1.receiver.example]/", "host name"),
        ("https://receiver.example[2600::1]/", "host name"),
        ("https://[2600::1]receiver.example/", "host name"),
        (f"https://{'a' * 64}.example/", "host name"),
        (f"https://{'a.' * 130}example/", "host name"),
        ("https://receiver.example%2eother/", "host name"),
        ("https://127.1/", "host name"),
        ("https://2130706433/", "host name"),
        ("https://0x7f000001/", "host name"),
        ("https://0177.0.0.1/", "host name"),
        ("https://127.0.0.1/", "not a public one"),
        ("https://[::1]/", "not a public one"),
        ("https://[::ffff:8.8.8.8]/", "not a public one"),
        ("https://169.254.169.254/latest/meta-data/", "not a public one"),
        ("https://localhost/", "not a public one"),
        ("https://db.internal/", "not a public one"),
        ("https://printer.local/", "not a public one"),
    ],
)
def test_any_other_url_is_refused_with_the_reason(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        addresses.endpoint(url)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"])
def test_the_local_system_also_reaches_this_machine_without_tls(host: str) -> None:
    assert addresses.endpoint(f"http://{host}:8000/hook", local=True).scheme == "http"
    assert addresses.endpoint(f"https://{host}/hook", local=True).port == 443


@pytest.mark.parametrize(
    "url", ["http://receiver.example/", "http://10.0.0.1/", "https://10.0.0.1/", "ftp://localhost/"]
)
def test_the_local_system_reaches_nothing_else_that_is_not_public(url: str) -> None:
    with pytest.raises(ValueError, match=r"must begin with|not a public one"):
        addresses.endpoint(url, local=True)
