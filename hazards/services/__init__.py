"""Writes of the library, the register and the ledger, by use case. Each call names its actor and is one transaction."""
