"""DNS and SIP servers on loopback for the tests: real ones, and one that does what real ones refuse to do.

Every module has ``serve(…)``, a context manager. Where a program is missing the test is skipped with the
reason, or fails when the environment says ``FAILOVER_REQUIRE_SERVERS=1``.
"""
