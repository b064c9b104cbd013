"""From attempts, answers and logs to findings: what is wrong, what proves it, what mends it."""
