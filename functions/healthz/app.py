"""GET /healthz: whether the database answers."""

from ledger.edge import http
from ledger.storage import health


@http.public()
def handler(tx: http.Transaction) -> health.Health:
    return health.check(tx)
