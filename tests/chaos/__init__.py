"""Chaos: clients drive the real system while a nemesis breaks it, and a checker decides from outside what was right."""
