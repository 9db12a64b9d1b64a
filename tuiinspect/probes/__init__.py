"""What is asked of a live target; each probe knows what it costs."""
