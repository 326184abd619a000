"""POST /api/v1/batches: a trusted system executes many operations, all or none or each for itself."""

from ledger.batches.models import AtomicBatch, BatchCreate, IndependentBatch
from ledger.core.principal import TOURNAMENTS
from ledger.edge import batches, http


@http.writes_many(roles=TOURNAMENTS)
def handler(request: BatchCreate, call: http.Call, writer: http.Writer) -> AtomicBatch | IndependentBatch:
    return batches.execute(request, call.principal, writer)
