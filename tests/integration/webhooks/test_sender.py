"""The sender reaches only what it should, for no longer than it should, and reads no more than it must."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import trustme

from ledger.webhooks import sender
from ledger.webhooks.attempts import Attempt, Attempted
from tests.support import webhooks
from tests.support.webhooks import Queues

NOW = datetime.now(UTC)
HOST = "receiver.example"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BODY = '{"type":"TransactionPosted","note":"für 5 €"}'
SHORT_S = 0.3
"""The time of an attempt whose receiver hangs. Its result does not depend on how long anything takes."""

type Answering = Callable[["Receiver", socket.socket], object]


@dataclass
class Receiver:
    """A server on the loopback. answering: what it does with a connection, after the request.

    connections: how many it accepted. requests: what it received. resolved: the hosts that were looked up; addresses:
    the result. ended: is set at the end of the test.
    """

    authority: trustme.CA
    answering: Answering
    certificate: trustme.LeafCert | None
    addresses: Sequence[str] = ("127.0.0.1",)
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    resolved: list[tuple[str, int]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def __post_init__(self) -> None:
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/hook?a=b"

    def resolve(self, host: str, port: int) -> list[tuple[Any, ...]]:
        self.resolved.append((host, port))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in self.addresses]

    def send(self, url: str | None = None, headers: dict[str, str] | None = None, **more: Any) -> Attempted:
        """Make an attempt at this receiver, with its authority and the addresses."""
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        settings: dict[str, Any] = {"local": True, "resolve": self.resolve, "context": context} | more
        return sender.send(attempt(url or self.url, headers), **settings)

    def close(self) -> None:
        self.ended.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connected, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            with contextlib.suppress(OSError), connected:
                self._serve(connected)

    def _serve(self, connected: socket.socket) -> None:
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.certificate.configure_cert(context)
            connected = context.wrap_socket(connected, server_side=True)
        with connected:
            self.requests.append(_request(connected))
            self.answering(self, connected)


def attempt(url: str, headers: dict[str, str] | None = None, number: int = 3) -> Attempt:
    return Attempt(
        tenant_id="acme",
        delivery_id=UUID(int=number),
        number=number,
        send_until=NOW,
        url=url,
        headers=headers or {},
        body=BODY,
    )


def outcome(result: Attempted) -> int | str | None:
    assert (result.status is None) != (result.error is None)
    return result.status or result.error


def answer(content: bytes) -> Answering:
    return lambda _, connected: connected.sendall(content)


def hang(receiver: Receiver, _connected: socket.socket) -> None:
    receiver.ended.wait()


def hang_after(content: bytes) -> Answering:
    def answering(receiver: Receiver, connected: socket.socket) -> None:
        connected.sendall(content)
        receiver.ended.wait()

    return answering


def drip(receiver: Receiver, connected: socket.socket) -> None:
    """Send a byte at a time, each long before the time is up."""
    connected.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not receiver.ended.wait(SHORT_S / 30):
        connected.sendall(b"x")


def endless(content: bytes) -> Answering:
    def answering(receiver: Receiver, connected: socket.socket) -> None:
        while not receiver.ended.is_set():
            connected.sendall(content)

    return answering


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def receiver(authority: trustme.CA) -> Iterator[Callable[..., Receiver]]:
    """Starts a receiver. answering: as Receiver's. names: in its certificate; none: it has no TLS."""
    started: list[Receiver] = []

    def start(answering: Answering = answer(OK), *names: str, **more: Any) -> Receiver:  # noqa: B008
        certificate = more.pop("certificate", authority.issue_cert(*(names or (HOST,))))
        started.append(Receiver(authority, answering, certificate, **more))
        return started[-1]

    yield start
    for one in started:
        one.close()


type Start = Callable[..., Receiver]


def test_an_attempt_posts_its_body_with_its_headers_to_its_url(receiver: Start) -> None:
    started = receiver()

    result = started.send(headers={"webhook-id": "msg_1", "webhook-signature": "v1,abc"})

    assert result == Attempted(tenant_id="acme", delivery_id=UUID(int=3), number=3, status=200)
    (request,) = started.requests
    head, _, body = request.partition(b"\r\n\r\n")
    line, *fields = head.decode().split("\r\n")
    assert line == "POST /hook?a=b HTTP/1.1"
    assert dict(one.split(": ") for one in fields) == {
        "Host": f"{HOST}:{started.port}",
        "Accept-Encoding": "identity",
        "Content-Length": str(len(BODY.encode())),
        "Content-Type": "application/json",
        "User-Agent": "Purser-Webhooks",
        "Connection": "close",
        "webhook-id": "msg_1",
        "webhook-signature": "v1,abc",
    }
    assert body.decode() == BODY


def test_the_header_host_leaves_out_the_port_of_https(receiver: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    started = receiver()
    connect = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda _, timeout: connect(("127.0.0.1", started.port), timeout))

    assert outcome(started.send(f"https://{HOST}/")) == 200
    assert f"\r\nHost: {HOST}\r\n".encode() in started.requests[0]


@pytest.mark.parametrize("status", [204, 400, 410, 500])
def test_the_result_is_the_status_of_the_answer(receiver: Start, status: int) -> None:
    assert outcome(receiver(answer(f"HTTP/1.1 {status} Any\r\n\r\n".encode())).send()) == status


@pytest.mark.parametrize("interim", [100, 102, 103])
def test_an_interim_answer_is_not_the_result(receiver: Start, interim: int) -> None:
    content = f"HTTP/1.1 {interim} Any\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n".encode()

    assert outcome(receiver(answer(content)).send()) == 204


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: multipart/mixed; boundary*0*=a; boundary*=b\r\n",
        b"Content-Type: multipart/mixed; boundary*" + 5000 * b"9" + b"*=a\r\n",
        200 * b"X-More: 1\r\n",
        b"no header\r\n",
        b": no name\r\n",
        b"X-\xff\0: \xff\0\r\n",
    ],
    ids=["mixed parameters", "a long parameter", "many", "no colon", "no name", "other bytes"],
)
def test_the_headers_of_an_answer_have_no_effect(receiver: Start, head: bytes) -> None:
    """http.client has the parser of e-mail, which raises TypeError for the first one."""
    assert outcome(receiver(answer(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")).send()) == 200


@pytest.mark.parametrize("status", ["+200", "2_00", "099", "0200", "2000", "x"])
def test_a_status_has_three_digits(receiver: Start, status: str) -> None:
    assert outcome(receiver(answer(f"HTTP/1.1 {status} OK\r\n\r\n".encode())).send()) == "not_http"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(receiver: Start, status: int) -> None:
    private = receiver()
    head = f"HTTP/1.1 {status} Moved\r\nLocation: https://127.0.0.1:{private.port}/\r\n\r\n"

    assert outcome(receiver(answer(head.encode())).send()) == status
    assert private.connections == 0


@pytest.mark.parametrize(
    ("content", "result"),
    [(b"", "connection"), (b"HTTP/1.1", "not_http"), (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", 200)],
    ids=["at once", "in the status line", "in the head"],
)
def test_an_answer_that_ends_early_counts_if_it_has_a_status(receiver: Start, content: bytes, result: object) -> None:
    assert outcome(receiver(answer(content)).send()) == result


@pytest.mark.parametrize(
    "answering",
    [
        hang_after(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"),
        endless(b"HTTP/1.1 200 OK\r\n\r\n" + 1000 * b"x"),
    ],
    ids=["hangs", "is endless"],
)
def test_the_body_of_an_answer_is_not_read(receiver: Start, answering: Answering) -> None:
    assert outcome(receiver(answering).send()) == 200


@pytest.mark.parametrize(
    "answering",
    [hang, drip, hang_after(b"HTTP/1.1 200 OK\r\nX-Slow: "), hang_after(b"HTTP/1.1 100 Continue\r\n\r\n")],
    ids=["nothing", "a byte at a time", "half a head", "an interim answer"],
)
def test_a_receiver_that_does_not_answer_in_time_is_left(receiver: Start, answering: Answering) -> None:
    assert outcome(receiver(answering).send(timeout_s=SHORT_S)) == "timeout"


def test_a_receiver_that_does_not_finish_the_handshake_in_time_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # its system accepts connections, and it answers nothing
        port = silent.getsockname()[1]
        sent = sender.send(attempt(f"https://localhost:{port}/"), local=True, timeout_s=SHORT_S)
    assert outcome(sent) == "timeout"


def test_a_receiver_that_does_not_read_the_request_is_left() -> None:
    with socket.socket() as silent:
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        large = attempt(f"http://localhost:{silent.getsockname()[1]}/").model_copy(update={"body": "x" * 2**24})

        assert outcome(sender.send(large, local=True, timeout_s=SHORT_S)) == "timeout"


@pytest.mark.parametrize(
    "content",
    [b"HTTP/1.1 100 Continue\r\n\r\n", b"X-More: " + 2000 * b"x" + b"\r\n"],
    ids=["interim answers", "a head"],
)
def test_no_more_than_64_kib_of_an_answer_are_read(receiver: Start, content: bytes) -> None:
    first = b"" if content.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\n"

    def answering(one: Receiver, connected: socket.socket) -> None:
        connected.sendall(first)
        endless(content)(one, connected)

    assert outcome(receiver(answering).send()) == "too_long"


def test_an_answer_that_is_not_http_is_an_error(receiver: Start) -> None:
    assert outcome(receiver(answer(b"220 mail.example ESMTP\r\n")).send()) == "not_http"


@pytest.mark.parametrize("address", ["10.0.0.5", "169.254.169.254", "::ffff:10.0.0.5", "fd00:ec2::254"])
def test_a_host_with_an_address_that_is_not_public_gets_no_connection(receiver: Start, address: str) -> None:
    started = receiver(addresses=("127.0.0.1", address))

    assert outcome(started.send()) == "address_refused"
    assert started.connections == 0


def test_this_machine_is_reached_on_the_local_system_only(receiver: Start) -> None:
    started = receiver()

    assert outcome(started.send(local=False)) == "address_refused"
    assert outcome(started.send(f"http://localhost:{started.port}/", local=False)) == "address_refused"
    assert (started.connections, len(started.resolved)) == (0, 1)


def test_without_tls_only_this_machine_is_reached(receiver: Start) -> None:
    started = receiver(certificate=None)
    url = f"http://localhost:{started.port}/"

    assert outcome(started.send(url)) == 200
    started.addresses = ("8.8.8.8",)
    assert outcome(started.send(url)) == "address_refused"


def test_a_host_is_resolved_once_for_each_attempt_and_reached_at_that_address(receiver: Start) -> None:
    started = receiver()

    assert outcome(started.send()) == 200
    assert started.resolved == [(HOST, started.port)]
    started.addresses = ("10.0.0.5",)  # the DNS answers something else now
    assert outcome(started.send()) == "address_refused"
    assert (len(started.resolved), started.connections) == (2, 1)


def test_the_next_address_is_tried_if_one_accepts_no_connection(receiver: Start) -> None:
    assert outcome(receiver(addresses=("127.0.0.2", "127.0.0.1")).send()) == 200


def test_an_address_that_does_not_answer_leaves_time_for_the_next(
    receiver: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = receiver(addresses=("127.0.0.2", "127.0.0.1"))
    create = socket.create_connection
    timeouts: list[float] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        timeouts.append(timeout)
        if address[0] == "127.0.0.2":
            raise TimeoutError
        return create(address, timeout)

    monkeypatch.setattr(socket, "create_connection", connect)
    assert outcome(started.send()) == 200
    assert timeouts[0] <= sender.TIMEOUT_S / 2


def test_a_receiver_that_accepts_no_connection_is_an_error(receiver: Start) -> None:
    assert outcome(receiver(addresses=("127.0.0.2",)).send()) == "connection"


def test_a_host_without_an_address_is_an_error(receiver: Start) -> None:
    def unknown(_host: str, _port: int) -> list[tuple[Any, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    started = receiver()
    assert outcome(started.send(resolve=unknown)) == "name_not_found"
    started.addresses = ()
    assert outcome(started.send()) == "address_refused"


def test_a_lookup_that_hangs_is_left(receiver: Start) -> None:
    started = receiver()

    def hanging(_host: str, _port: int) -> list[tuple[Any, ...]]:
        started.ended.wait()
        return []

    assert outcome(started.send(resolve=hanging, timeout_s=SHORT_S)) == "timeout"


def test_a_certificate_must_be_valid_for_the_host(receiver: Start) -> None:
    other = receiver(answer(OK), "other.example")
    assert outcome(other.send()) == "certificate"
    assert other.requests == []


def test_a_certificate_must_be_of_a_known_authority(receiver: Start) -> None:
    started = receiver()
    assert outcome(started.send(context=None)) == "certificate"
    assert started.requests == []


def test_a_receiver_without_tls_is_an_error(receiver: Start) -> None:
    started = receiver(certificate=None)
    assert outcome(started.send()) == "tls"
    assert BODY.encode() not in b"".join(started.requests)


def test_a_header_cannot_contain_another_one(receiver: Start) -> None:
    started = receiver()
    assert outcome(started.send(headers={"webhook-id": "1\r\nHost: other.example"})) == "not_http"
    assert all(b"other.example" not in request for request in started.requests)


def test_a_proxy_of_the_environment_is_not_used(receiver: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = receiver(certificate=None)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")

    assert outcome(receiver().send()) == 200
    assert proxy.connections == 0


@pytest.mark.parametrize("result", [{}, {"status": 200, "error": "timeout"}, {"status": 200, "number": 0}])
def test_a_result_has_either_a_status_or_an_error(result: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"either a status or an error|greater than or equal to 1"):
        Attempted.model_validate({"tenant_id": "acme", "delivery_id": UUID(int=3), "number": 3} | result)


def test_each_result_is_reported_when_its_attempt_has_ended(receiver: Start) -> None:
    slow, fast = receiver(hang, certificate=None), receiver(certificate=None)
    reported: list[int] = []

    def report(result: Attempted) -> None:
        reported.append(result.number)
        if result.number == 1:
            slow.close()  # it hangs until then

    attempts = [attempt(f"http://localhost:{slow.port}/"), attempt(f"http://localhost:{fast.port}/", number=1)]
    sender.send_all(attempts, report, local=True)

    assert reported == [1, 3]


def test_a_result_that_cannot_be_reported_stops_no_other(receiver: Start) -> None:
    started = receiver(certificate=None)
    reported: list[int] = []

    def report(result: Attempted) -> None:
        if result.number == 1:
            raise ConnectionError
        reported.append(result.number)

    attempts = [attempt(f"http://localhost:{started.port}/", number=number) for number in (1, 2, 3)]
    failed = sender.send_all(attempts, report, local=True)

    assert [(one.number, type(reason)) for one, reason in failed] == [(1, ConnectionError)]
    assert sorted(reported) == [2, 3]


def test_a_batch_reports_on_its_queue_and_leaves_out_what_is_too_late(
    receiver: Start, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCAL_RECEIVERS", "true")
    started = receiver(certificate=None)
    timely = attempt(f"http://localhost:{started.port}/")
    late = timely.model_copy(update={"send_until": NOW - timedelta(seconds=1)})

    assert sender.send_batch([timely, late], NOW - timedelta(seconds=1)) == []
    assert (started.connections, len(queues.bodies[webhooks.RESULTS])) == (1, 1)
    queues.down = True
    assert [one for one, _ in sender.send_batch([timely], NOW - timedelta(seconds=1))] == [timely]


def _request(connected: socket.socket) -> bytes:
    """A request with a Content-Length; what came first, if it is something else."""
    content = _received(connected)
    while content.startswith(b"POST") and b"\r\n\r\n" not in content:
        content += _received(connected)
    head, end, _ = content.partition(b"\r\n\r\n")
    if not end:
        return content
    length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length"))
    while len(content) < len(head) + 4 + length:
        content += _received(connected)
    return content


def _received(connected: socket.socket) -> bytes:
    received = connected.recv(65536)
    if not received:
        raise ConnectionError
    return received
