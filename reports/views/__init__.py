"""Pages of the dispatch: each calls one selector or service and renders its answer."""
