"""Do the ids of one feed exist in the other?"""
