"""The `purser` command, for operators."""
