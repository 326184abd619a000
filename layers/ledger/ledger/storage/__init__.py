"""The database: sessions with their retries, sign-in on RDS, migration, health. Its SQL is in ledger/sql."""
