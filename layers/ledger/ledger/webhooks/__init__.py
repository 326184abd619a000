"""Webhooks: their terms, the deliveries of events to them, and the sender outside the network."""
