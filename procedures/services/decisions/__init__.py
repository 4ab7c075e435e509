"""Publication decisions: what they will do, carrying them out on their day, undoing, the report of late ones."""

from procedures.services.decisions.approval import approve, take_back
from procedures.services.decisions.carrying import carry_out_due, settle, undo
from procedures.services.decisions.history import coming_changes, standing_on

__all__ = ["approve", "carry_out_due", "coming_changes", "settle", "standing_on", "take_back", "undo"]
