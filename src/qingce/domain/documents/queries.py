"""What this room answers."""

from qingce.domain.documents.permissions import enterprises_kept, seat_for_enterprise, visible_to
from qingce.domain.documents.reading import (
    DocumentDetail,
    DocumentRow,
    VersionRow,
    document_file,
    expiring_documents,
    get_document,
    public_among,
    public_documents,
    published,
    same_paper,
    shelf_documents,
    versions_of,
)
from qingce.domain.documents.recognising import Proposal, recognise
from qingce.domain.documents.redacting import redactable_file
from qingce.domain.documents.shelf import Placed, Shelf, shelf_of
from qingce.domain.documents.terms import DocumentTerms, document_terms
from qingce.domain.documents.types import DocumentType, document_types

__all__ = [
    "DocumentDetail",
    "DocumentRow",
    "DocumentTerms",
    "DocumentType",
    "Placed",
    "Proposal",
    "Shelf",
    "VersionRow",
    "document_file",
    "document_terms",
    "document_types",
    "enterprises_kept",
    "expiring_documents",
    "get_document",
    "public_among",
    "public_documents",
    "published",
    "recognise",
    "redactable_file",
    "same_paper",
    "seat_for_enterprise",
    "shelf_documents",
    "shelf_of",
    "versions_of",
    "visible_to",
]
