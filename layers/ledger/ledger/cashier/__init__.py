"""The cashier: credits and debits, an agent's customers and their import, the history of the desk, settlements."""
