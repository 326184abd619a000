"""The ledger: everything that the functions share. A function names a role, a request and a use case; the rest is here.

    edge            where calls arrive: http, sqs, schedule, cognito, cloudformation; idempotency, logging
    approvals       operations that wait for a second person
    awards, bets    coins of tournaments; bets and cash-outs
    billing         a tenant's top-ups, invoices, payments and prepaid wallet
    cashier         an agent's cashier: credit and debit, customers, import, history, settlements
    reconciliation  the ledger checks itself
    wallets         wallets of people: credit, debit, transfer, statements, audit
    posting         the kernel: `post` is the only way in which value moves
    messaging       events, the outbox, the relay
    storage         database sessions, migration
    core            money, ids, models, lists, principal, errors
    sql             tables and SQL functions; sql/functions/posting holds the rules of a posting

A package imports only those below it (import-linter, in pyproject.toml). To begin, read functions/cashier_debit/app.py,
cashier/operations.py, posting/transaction.py and sql/functions/posting/post.sql, in this order.

Importing the ledger delays garbage collection, see docs/performance.md.
"""

import gc

gc.set_threshold(200_000)  # objects made since the last collection; the largest function imports 145,000
