"""Panes and parts of panes; each draws what it is given."""
