"""My Green Choice: what an enterprise owes and has disclosed, and the pages on which it explains its records."""
