"""What is recorded for the tenants: who looked at their data, and who changed their terms."""
