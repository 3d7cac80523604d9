"""Writes of the dispatch, by use case. Each call names its actor and is one transaction."""
