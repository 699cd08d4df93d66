"""Writing that leaves files old or whole, never torn; and the verdict that is written last."""
