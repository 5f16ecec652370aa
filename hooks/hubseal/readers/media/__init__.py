"""Pictures, sound and films."""
