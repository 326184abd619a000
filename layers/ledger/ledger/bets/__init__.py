"""Bets and cash-outs: placing and settling, paying back early, the agent's report, the live stream."""
