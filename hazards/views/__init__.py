"""Pages of the library, the register and the ledger: each calls one selector or service and renders its answer."""
