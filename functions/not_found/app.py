"""$default: every request that matches no other route."""

from ledger.core import errors
from ledger.edge import http


@http.public()
def handler() -> http.Csv:
    raise errors.NotFound("There is no such operation.")
