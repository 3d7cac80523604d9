"""The number check: every number of an official text, with a verdict. Pure: no Django, no database."""
