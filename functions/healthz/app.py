"""GET /healthz: whether the database answers."""

from ledger.edge import http
from ledger.storage import health


@http.public()
def handler(session: http.Session) -> health.Health:
    return health.check(session)
