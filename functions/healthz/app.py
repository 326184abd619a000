"""GET /healthz: whether the database answers."""

from ledger import health, web


@web.public()
def handler(tx: web.Transaction) -> health.Health:
    return health.check(tx)
