"""Extracts of public pages as documents that are issued: PDF, and DOCX to edit."""
