"""Functions connect to the database only with fully verified TLS."""

from pathlib import Path

import certifi
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.containers.deployment import Deployment


@pytest.fixture
def url(deployment: Deployment) -> str:
    """The database URL of any function, with its login."""
    variables = deployment.functions["healthz"].environment
    return make_conninfo(variables["DATABASE_URL"], user=variables["DATABASE_ROLE"], dbname="postgres")


def test_a_function_connects_with_verify_full_and_the_certificates_of_its_layer(
    url: str, deployment: Deployment, bridge: str, trusted_layer: Path
) -> None:
    parameters = {"hostaddr": bridge, "sslrootcert": str(trusted_layer / "authority.pem")}

    with psycopg.connect(url, **parameters) as connection:  # type: ignore[arg-type]
        assert connection.pgconn.ssl_in_use
    for function in deployment.functions.values():
        addresses = [value for name, value in function.environment.items() if name.endswith("DATABASE_URL")]
        assert all(value.endswith("?sslmode=verify-full&sslrootcert=/opt/authority.pem") for value in addresses)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"sslmode": "disable"}, "SSL required"),
        ({"sslrootcert": certifi.where()}, "certificate verify failed"),
        ({"host": "other.example"}, "does not match host name"),
    ],
    ids=["plain", "another-authority", "another-host"],
)
def test_an_unencrypted_connection_or_one_to_another_host_is_refused(
    url: str, bridge: str, trusted_layer: Path, changed: dict[str, str], message: str
) -> None:
    parameters = {"hostaddr": bridge, "sslrootcert": str(trusted_layer / "authority.pem")} | changed

    with pytest.raises(psycopg.OperationalError, match=message):
        psycopg.connect(url, **parameters)  # type: ignore[arg-type]
