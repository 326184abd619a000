"""$default: whatever no route matches."""

from ledger import errors, web


@web.public()
def handler() -> web.Csv:
    raise errors.NotFound("There is no such operation.")
