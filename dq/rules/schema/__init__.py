"""Can the file be read as what it says it is?"""
