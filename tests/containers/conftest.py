"""Fixtures that run each function of the template in a container, with TLS to a Postgres behind PgBouncer."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ledger.messaging import bus as bus_module
from ledger.storage import sessions
from local import aws, containers, identity, postgres, template
from local.administrator import ADMINISTRATOR
from local.containers import HOST, Containers
from local.postgres import SUPERUSER, Server
from tests.conftest import _TEMPLATE
from tests.containers.deployment import Databases, Deployment
from tests.support import authority, kit, pooler, samples
from tests.support.kit import ROOT, Database
from tests.support.live import Bus

DIRECT_ROLES = ["purser_reconcile", ADMINISTRATOR]
"""Roles with direct sessions in a deployment."""


@pytest.fixture(scope="session")
def bridge() -> str:
    return containers.address()


@pytest.fixture(scope="session")
def services(bridge: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[aws.Services]:
    """EventBridge, SQS and SES with the template's resources."""
    running = aws.start(tmp_path_factory.mktemp("services"), bridge)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def states(server: Server) -> dict[str, str]:
    """The name of a database in each state that samples need."""
    names = {}
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as admin, pytest.MonkeyPatch.context() as patch:
        for state in samples.STATES.keys() - {"nothing"}:
            names[state] = name = f"state_{state}"
            admin.execute(f'create database "{name}" template "{_TEMPLATE}"'.encode())
            url = postgres.url(server.socket_folder, kit.DEFAULT_ROLE, name)
            patch.setenv("DATABASE_URL", url)
            patch.setenv("DATABASE_ROLE", kit.DEFAULT_ROLE)
            patch.setenv("EVENT_BUS", "purser")
            bus = Bus()
            patch.setattr(bus_module, "client", lambda _timeout_s, bus=bus: bus)
            samples.arrange(state, Database(url, server.url(SUPERUSER, name)), bus)
            sessions.disconnect()
    return names


@pytest.fixture(scope="session")
def trusted_layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of the layer with the trusted certificates."""
    return tmp_path_factory.mktemp("trusted_layer")


@pytest.fixture(scope="session")
def deployment(
    server: Server,
    bridge: str,
    trusted_layer: Path,
    services: aws.Services,
    states: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Deployment]:
    """Every function behind `sam local start-lambda`, each with a database of its own."""
    folder = tmp_path_factory.mktemp("pooler")
    certificate, key = authority.issue_certificate(HOST, folder, trusted_layer / "authority.pem")
    password = containers.set_password(server.url())
    (folder / "users").write_text(
        "".join(f'"{login}" "{password}"\n' for login in pooler.logins(server)), encoding="ascii"
    )
    with socket.create_server((bridge, 0)) as free:
        port = free.getsockname()[1]
    settings = {
        "listen_addr": bridge,
        "listen_port": port,
        "auth_type": "scram-sha-256",
        "auth_file": folder / "users",
        "admin_users": ADMINISTRATOR,
        "client_tls_sslmode": "require",
        "client_tls_cert_file": certificate,
        "client_tls_key_file": key,
        # Each function has a database of its own, and all of them together more sessions than the server admits.
        "server_idle_timeout": 30,
    }
    # These roles also connect through PgBouncer here: this Postgres has no TLS.
    with pooler.running(server, folder, settings, in_session_mode=DIRECT_ROLES):
        databases = Databases(server, states, f"host={folder} port={port} user={ADMINISTRATOR} password={password}")

        def url(role: str, name: str) -> str:
            plain = containers.database_url(role, password, name, port)
            return f"{plain}?sslmode=verify-full&sslrootcert=/opt/authority.pem"

        deployed = template.read(
            ROOT / "template.yaml",
            {
                "Issuer": identity.ISSUER,
                "Audience": identity.AUDIENCE,
                "DatabaseUrl": url("", "(function)"),
                "ReconcileDatabaseUrl": url(DIRECT_ROLES[0], "(function)"),
                "AdminDatabaseUrl": url(DIRECT_ROLES[1], "postgres"),
                "MailFrom": os.environ["MAIL_FROM"],
                "ConsoleUrl": os.environ["CONSOLE_URL"],
                "Vendor": os.environ["VENDOR"],
                "TwoPeople": os.environ["TWO_PEOPLE"],
                "LocalErasureKey": os.environ["ERASURE_KEY"],
                "LocalApprovalKey": os.environ["APPROVAL_KEY"],
            },
        )
        services.create(deployed.wiring)
        services.verify_sender(os.environ["MAIL_FROM"])
        functions = databases.with_databases(deployed.functions)
        template_file = folder / "containers.json"
        containers.write_template(template_file, functions, services.variables(HOST), {"TrustedLayer": trusted_layer})
        running = Containers(functions, template_file, folder / "functions.log")
        yield Deployment(functions, template_file, running, databases)
        running.stop()
