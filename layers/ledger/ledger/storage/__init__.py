"""The database: connections, sessions with retries, failures, sign-in on RDS, migration, health. Its SQL is in sql/."""
