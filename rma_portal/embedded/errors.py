class SetupError(Exception):
    """A reason not to go on, worded for whoever typed the command."""
