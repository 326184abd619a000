"""Events: their models, the outbox that they leave by, and the scheduled relay."""
