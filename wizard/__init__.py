"""Handset Failover Wizard: DNS failover of Spectralink 84-Series handsets, set up and diagnosed."""

import os

__version__ = "0.1.0"

# Else NumPy's linear algebra, which nothing here needs, starts a thread for each further core, and each of
# them keeps its core busy for a tenth of a second while the program starts.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
