"""All mutants, by area."""

from collections.abc import Mapping, Sequence
from typing import Final

from tests.mutants.catalogue import (
    approvals,
    awards,
    batches,
    bets,
    billing,
    books,
    cashier,
    edge,
    erasure,
    history,
    hold_events,
    holds,
    lists,
    messaging,
    meta,
    posting,
    reconciliation,
    search,
    storage,
    template,
    transactions,
    wallets,
    webhooks,
)
from tests.mutants.mutant import Mutant

AREAS: Final[Mapping[str, Sequence[Mutant]]] = {
    "posting": (*posting.MUTANTS, *history.MUTANTS, *meta.MUTANTS),
    "edge": edge.MUTANTS,
    "storage": (*storage.MUTANTS, *lists.MUTANTS),
    "cashier": cashier.MUTANTS,
    "books": books.MUTANTS,
    "wallets": (*wallets.MUTANTS, *search.MUTANTS, *transactions.MUTANTS, *batches.MUTANTS),
    "holds": (*holds.MUTANTS, *hold_events.MUTANTS),
    "bets": bets.MUTANTS,
    "awards": awards.MUTANTS,
    "erasure": erasure.MUTANTS,
    "billing": billing.MUTANTS,
    "approvals": approvals.MUTANTS,
    "messaging": messaging.MUTANTS,
    "reconciliation": reconciliation.MUTANTS,
    "webhooks": webhooks.MUTANTS,
    "template": template.MUTANTS,
}
