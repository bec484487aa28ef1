"""The promise of BMD step 6: each new record of an enterprise that gave it runs against ten working days.

A term is a row of days: when the record became public, when the enterprise was told of it, when it is due, when the
explanation was handed in. Whether the promise was kept is not stored: it follows from these days on any day
(`outcomes.py`), as the table `promise` of the rulebook decides.
"""
