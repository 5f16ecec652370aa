"""The former address of `hubseal.detect_secrets_plugin`: its `__file__` is what detect-secrets takes for `-p`."""

import os

__file__ = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "detect_secrets_plugin.py")
