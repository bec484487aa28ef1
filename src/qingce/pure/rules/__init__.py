"""Rules as data: read a rulebook, decide one case with reasons, decide millions as columns."""
