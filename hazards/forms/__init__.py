"""What the pages of the library, the register and the ledger are asked for and given."""
