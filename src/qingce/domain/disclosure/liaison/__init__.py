"""Liaison (IPE-2017 §1): brands, their suppliers, who is there for them, and mail filed for enterprises."""
