"""The import in the admin: upload, report, decisions, applying, taking back."""
