"""Faults that really happen: processes killed, a LINE that fails, databases that stop."""
