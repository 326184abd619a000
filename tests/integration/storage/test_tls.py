"""A database on RDS: the server's name is verified before anything is sent, and the password is a token."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import trustme

from ledger.core import errors
from ledger.storage import rds, sessions
from ledger.storage.migration import migrate
from ledger.storage.sessions import Budget, Origin
from local.administrator import ADMINISTRATOR
from local.postgres import Server
from tests.support import kit
from tests.support.kit import Database, Person
from tests.support.tls import HOST, Front

TRUSTED_CA = trustme.CA(organization_name="A test authority")
OTHER_CA = trustme.CA(organization_name="Another authority")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CERTIFICATES: dict[str, Callable[[], trustme.LeafCert | None]] = {
    "good": lambda: TRUSTED_CA.issue_cert(HOST),
    "of another name": lambda: TRUSTED_CA.issue_cert("elsewhere.test"),
    "expired": lambda: TRUSTED_CA.issue_cert(HOST, not_before=LONG_AGO, not_after=LONG_AGO + timedelta(days=30)),
    "of another authority": lambda: OTHER_CA.issue_cert(HOST),
    "without TLS": lambda: None,
}

type OpenFront = Callable[..., Front]


@pytest.fixture
def open_front(server: Server) -> Iterator[OpenFront]:
    """A function that opens a server under the database's host name, with a certificate of the given kind."""
    with contextlib.ExitStack() as opened:

        def front(kind: str, **more: Any) -> Front:
            made = Front(server.socket_folder, CERTIFICATES[kind](), **more)
            opened.callback(made.close)
            return made

        yield front
        sessions.disconnect()


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    TRUSTED_CA.cert_pem.write_to_path(path)
    return path


@pytest.fixture(autouse=True)
def as_in_lambda(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_AUTH", "iam")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a session's/token==")
    monkeypatch.delenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", raising=False)
    monkeypatch.setattr(sessions, "sleep", lambda _: None)


def name_of(database: Database) -> str:
    return urlsplit(database.admin_url).path[1:]


def current_user() -> object:
    budget = Budget(lambda: 20.0)
    return sessions.read(
        lambda session: session.row("select current_user as me"), Origin("acme", "tester", "request-1"), budget
    )


def test_a_server_with_a_valid_certificate_gets_a_token_of_the_role(
    database: Database, agent: Person, open_front: OpenFront, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = open_front("good")
    monkeypatch.setenv("DATABASE_URL", front.url(authority, dbname=name_of(database)))

    assert current_user() == {"me": kit.DEFAULT_ROLE}
    assert agent.post("/api/v1/agent/clients", {"username": "ann", "account_type": "postup"}).status == 201
    token, as_desk = front.passwords
    query = parse_qs(token.partition("?")[2])
    assert token.startswith(f"{HOST}:{front.port}/?Action=connect&DBUser={kit.DEFAULT_ROLE}&")
    assert as_desk.startswith(f"{HOST}:{front.port}/?Action=connect&DBUser=purser_desk&")
    assert (query["X-Amz-Expires"], query["X-Amz-Security-Token"]) == (["900"], ["a session's/token=="])


@pytest.mark.parametrize("kind", ["of another name", "expired", "of another authority", "without TLS"])
def test_a_server_without_a_valid_certificate_gets_no_token_and_the_caller_gets_unavailable(
    database: Database, open_front: OpenFront, authority: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    front = open_front(kind)
    monkeypatch.setenv("DATABASE_URL", front.url(authority, dbname=name_of(database)))

    with pytest.raises(errors.Unavailable):
        current_user()

    assert front.began >= 1
    assert (front.passwords, front.in_the_clear) == ([], [])


@pytest.mark.parametrize("mode", ["disable", "prefer", "require", "verify-ca"])
def test_no_token_is_signed_for_a_connection_that_does_not_verify_the_name(
    database: Database, open_front: OpenFront, authority: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    front = open_front("good")
    monkeypatch.setenv("DATABASE_URL", front.url(authority, dbname=name_of(database), mode=mode))

    with pytest.raises(ValueError, match="verify-full"):
        current_user()

    assert front.began == 0


def test_each_new_connection_has_its_own_token(
    database: Database, open_front: OpenFront, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = open_front("good")
    monkeypatch.setenv("DATABASE_URL", front.url(authority, dbname=name_of(database)))
    moments = iter([datetime(2026, 1, 1, 12, 0, tzinfo=UTC), datetime(2026, 1, 1, 12, 20, tzinfo=UTC)])
    sign = rds.token
    monkeypatch.setattr(rds, "token", lambda host, port, user: sign(host, port, user, next(moments)))

    current_user()
    current_user()
    sessions.disconnect()
    current_user()

    dates = [parse_qs(token.partition("?")[2])["X-Amz-Date"] for token in front.passwords]
    assert dates == [["20260101T120000Z"], ["20260101T122000Z"]]


def test_an_expired_token_is_refused_and_a_new_one_is_signed(
    database: Database, open_front: OpenFront, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token signed with a wrong clock fails once: the next attempt signs a new one."""

    def is_valid_now(token: str) -> bool:
        fields = {name: values[0] for name, values in parse_qs(token.partition("?")[2]).items()}
        signed = datetime.strptime(fields["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return signed <= datetime.now(UTC) < signed + timedelta(seconds=int(fields["X-Amz-Expires"]))

    front = open_front("good", accepts=is_valid_now)
    monkeypatch.setenv("DATABASE_URL", front.url(authority, dbname=name_of(database)))
    sign = rds.token
    moments = iter([datetime.now(UTC) - timedelta(seconds=rds.EXPIRES_S), None])
    monkeypatch.setattr(rds, "token", lambda host, port, user: sign(host, port, user, next(moments)))

    assert current_user() == {"me": kit.DEFAULT_ROLE}
    assert [is_valid_now(token) for token in front.passwords] == [False, True]


def test_a_direct_session_has_a_token_of_its_role_too(
    database: Database, open_front: OpenFront, authority: Path
) -> None:
    front = open_front("good")
    url = front.url(authority, "purser_reconcile", name_of(database))

    with sessions.direct_session(url, Origin("", "reconcile", "request-1")) as session:
        assert session.rows("select current_user as me") == [{"me": "purser_reconcile"}]

    assert "DBUser=purser_reconcile&" in front.passwords[0]


def test_without_credentials_the_caller_gets_unavailable(
    database: Database, open_front: OpenFront, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", open_front("good").url(authority, dbname=name_of(database)))
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    with pytest.raises(errors.Unavailable):
        current_user()


def test_the_migration_signs_in_with_a_token_too(
    server: Server, open_front: OpenFront, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = open_front("good")

    migrate(front.url(authority, ADMINISTRATOR, "postgres"), "template_purser")

    assert f"DBUser={ADMINISTRATOR}&" in front.passwords[0]
    assert len(set(front.passwords)) == 1


def test_on_rds_the_login_roles_accept_only_tokens(database: Database) -> None:
    """RDS has a role `rds_iam`. The migration makes the login roles its members."""
    members = database.rows(
        """
        select member::regrole::text as name from pg_auth_members
        where roleid = 'rds_iam'::regrole and inherit_option order by 1
        """
    )

    assert [member["name"] for member in members] == sorted([*kit.APPLICATION_ROLES, "purser_reconcile"])
