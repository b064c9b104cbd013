"""The handset: what is configured into it, and how it looks for its servers."""
