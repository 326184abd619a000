"""The cashier: an agent's customers, their credits and debits, imports, the history and settlements."""
