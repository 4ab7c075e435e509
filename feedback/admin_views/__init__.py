"""The officers' screens inside Wagtail's admin."""
