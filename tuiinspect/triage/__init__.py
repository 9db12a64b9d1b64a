"""Climbs the ladder on a live target, cheapest rung first, and hands the evidence to the diagnosis."""
