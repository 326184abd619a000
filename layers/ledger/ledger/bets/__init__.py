"""Bets and cash-outs: placing and settling bets, cash-outs, the agent's report of them and their stream."""
