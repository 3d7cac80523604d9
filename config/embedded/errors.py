class ServiceError(Exception):
    """An embedded or external service cannot be used; the message is one Chinese line saying what to do."""
