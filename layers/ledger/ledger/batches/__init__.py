"""Batches: many operations that move value, in one request."""
