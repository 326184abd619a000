"""What every part of the ledger uses: money, ids, the field types of requests and answers, lists, callers, errors."""
