"""The demonstration: what `manage.py load_demo` puts into an empty database.

The September 2023 table of 荔城区 is real and published; every other figure, every person, every time of
filing and the whole hazard ledger are synthetic and marked so. Nothing here runs unless settings.DEMO is on.
"""
