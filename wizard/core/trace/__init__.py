"""The common language: what a handset does when it looks for its servers, as events."""
