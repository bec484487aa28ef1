"""Suppliers on the page of an audit, and on the home of a supplier."""
