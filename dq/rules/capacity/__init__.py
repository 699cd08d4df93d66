"""Is the list in proportion to the doctor's time?"""
