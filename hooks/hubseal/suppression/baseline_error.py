"""What baselines are called, and what is wrong with one."""

BASELINE = ".hubseal-baseline.json"
DETECT_SECRETS = ".secrets.baseline"


class BaselineError(Exception):
    """A baseline that cannot be read; the text names the file and what to do."""
