"""Events: their models, the outbox, and the scheduled relay that publishes what is left in it."""
