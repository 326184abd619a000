"""Chaos: clients use the real system while a nemesis causes faults. A checker then finds anomalies in the logs."""
