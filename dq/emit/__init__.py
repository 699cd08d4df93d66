"""Machine output: one small writer per format, plain data in and out."""
