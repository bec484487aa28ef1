"""Removal of records: how a record could be removed, and the facts this is decided on."""
