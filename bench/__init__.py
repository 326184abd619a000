"""The benchmarks of the ledger, each against a baseline from the same run: see `make bench`."""
