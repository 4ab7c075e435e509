"""Models of the catalogue. Import from here: ``from procedures.models import ProcedurePage``."""

from procedures.models.dated import Fee, TimeLimit
from procedures.models.decisions import CodeAlias, DecisionItem, PublicationDecision, PublicationRule
from procedures.models.dossier import DossierCase, DossierItem
from procedures.models.forms import Form, FormVersion, PreviewState
from procedures.models.imports import (
    WORKING_STATES,
    BatchState,
    Conflicts,
    FindingSeverity,
    ImportBatch,
    ImportFinding,
    ImportRow,
    RowOutcome,
    RowPlan,
    SourceRecord,
)
from procedures.models.index import ProcedureIndexPage
from procedures.models.legal import LegalBasis
from procedures.models.links import BrokenLink
from procedures.models.pages import ProcedurePage
from procedures.models.querysets import ProcedureQuerySet
from procedures.models.review import ReviewSettings, SecondPersonTask
from procedures.models.rows import (
    ProcedureAgency,
    ProcedureResult,
    ProcedureStep,
    ProcessStep,
    SubmissionMethod,
)
from procedures.models.services import BundleStep, ProcedureBundle, ServicePromise
from procedures.models.standing import StandingBefore
from procedures.models.taxonomy import Agency, AgencyMerge, AgencySpelling, Field, LifeEvent, SubjectType

__all__ = [
    "WORKING_STATES",
    "Agency",
    "AgencyMerge",
    "AgencySpelling",
    "BatchState",
    "BrokenLink",
    "BundleStep",
    "CodeAlias",
    "Conflicts",
    "DecisionItem",
    "DossierCase",
    "DossierItem",
    "Fee",
    "Field",
    "FindingSeverity",
    "Form",
    "FormVersion",
    "ImportBatch",
    "ImportFinding",
    "ImportRow",
    "LegalBasis",
    "LifeEvent",
    "PreviewState",
    "ProcedureAgency",
    "ProcedureBundle",
    "ProcedureIndexPage",
    "ProcedurePage",
    "ProcedureQuerySet",
    "ProcedureResult",
    "ProcedureStep",
    "ProcessStep",
    "PublicationDecision",
    "PublicationRule",
    "ReviewSettings",
    "RowOutcome",
    "RowPlan",
    "SecondPersonTask",
    "ServicePromise",
    "SourceRecord",
    "StandingBefore",
    "SubjectType",
    "SubmissionMethod",
    "TimeLimit",
]
