"""Writing documents: templates as data, values as data, PDF and DOCX out."""
