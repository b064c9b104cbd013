"""Handset Failover Wizard: DNS failover of Spectralink 84-Series handsets, set up and diagnosed."""

__version__ = "0.1.0"
