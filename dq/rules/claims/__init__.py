"""Does the claim follow from the file?"""
