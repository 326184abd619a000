"""The books of a tenant: its wallets as accounts."""
