"""The measurements that the ledger is held to, each against a baseline in the same run: see `make bench`."""
