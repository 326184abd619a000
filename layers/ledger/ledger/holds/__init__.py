"""Holds: amounts of persons' wallets that are reserved for a later transaction."""
