"""The page of the live checks: page.py. Empty, so that its parts can be loaded one by one."""
