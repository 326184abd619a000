"""Commands of `purser` for people and systems of a deployed stack: users, tokens, clients."""
