"""The door of programs: public data as JSON page by page and as whole files, with its own description (REC-9)."""
