"""What production refuses to start with: each stand-in of a laptop, by name."""
