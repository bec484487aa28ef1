"""A witness of somebody else's log: follows it, checks that it only grew, and co-signs. Needs no database."""
