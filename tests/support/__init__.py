"""Helpers for tests and measurements: callers of the API, databases, queues, faults and samples."""
