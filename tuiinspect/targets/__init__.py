"""Who can be inspected, and how to come and go without harm."""
