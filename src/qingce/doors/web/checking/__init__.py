"""Checking issued documents: by their code, and by the pages that come back."""
