"""Screens: picker, dashboard, snapshot browser, dialogs."""
