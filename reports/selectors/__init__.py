"""Reads of the dispatch: periods, filings, and the figures of what is closed."""
