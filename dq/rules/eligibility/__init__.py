"""May the doctor have a list?"""
