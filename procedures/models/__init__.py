"""Models of the catalogue. Import from here: ``from procedures.models import ProcedurePage``."""

from procedures.models.dossier import DossierCase, DossierItem
from procedures.models.index import ProcedureIndexPage
from procedures.models.legal import LegalBasis, PublicationDecision
from procedures.models.pages import ProcedurePage
from procedures.models.querysets import ProcedureQuerySet
from procedures.models.rows import (
    Fee,
    ProcedureAgency,
    ProcedureResult,
    ProcedureStep,
    SubmissionMethod,
    TimeLimit,
)
from procedures.models.taxonomy import Agency, Field, LifeEvent, SubjectType

__all__ = [
    "Agency",
    "DossierCase",
    "DossierItem",
    "Fee",
    "Field",
    "LegalBasis",
    "LifeEvent",
    "ProcedureAgency",
    "ProcedureIndexPage",
    "ProcedurePage",
    "ProcedureQuerySet",
    "ProcedureResult",
    "ProcedureStep",
    "PublicationDecision",
    "SubjectType",
    "SubmissionMethod",
    "TimeLimit",
]
