"""What the wizard knows and does, without any user interface. Nothing here imports Qt."""
