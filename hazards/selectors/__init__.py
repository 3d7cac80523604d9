"""Reads of the library, the register and the ledger, always as somebody sees them."""
