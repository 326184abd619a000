"""An operation of a batch is the operation of its route."""

import pytest

from ledger.batches.models import OPERATIONS
from tests.support import kit
from tools import operations

ALONE = {"credit": "wallets_credit", "debit": "wallets_debit", "transfer": "transfers_create"} | {
    "transaction": "transactions_create",
    "hold": "holds_create",
    "capture": "holds_capture",
    "release": "holds_release",
}


@pytest.mark.parametrize("op", OPERATIONS)
def test_an_operation_of_a_batch_has_the_route_the_fields_and_the_roles_of_its_own_operation(op: str) -> None:
    """And the name of the body, with which the route hashes it: so a key has one answer, in a batch or alone."""
    found = {one.name: one for one in operations.read(operations.deployed())}
    alone, batch, kind = found[ALONE[op]].operation, found["batches_create"].operation, OPERATIONS[op]
    (route,) = [route for route in kit.DEPLOYED.routes if route.function == ALONE[op]]

    assert route.key == kind.ROUTE
    name, body = alone.body or ("request", None)
    assert name == "request"
    assert body is None or issubclass(kind, body)
    assert kind.model_fields.keys() - (body.model_fields.keys() if body else set()) == {"op", "key"} | set(alone.path)
    assert set(alone.path) == kind.PATH
    assert (alone.query, alone.headers, 201 if alone.created else 200) == (None, None, kind.STATUS)
    assert batch.roles
    assert alone.roles
    assert batch.roles <= alone.roles
