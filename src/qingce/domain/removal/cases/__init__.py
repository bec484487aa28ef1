"""Cases: applications that records be removed, from the first question to the removal and after it."""
