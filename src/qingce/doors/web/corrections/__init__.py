"""Pages on which anybody says that a record is wrong, and follows what becomes of it. They set no cookie."""
