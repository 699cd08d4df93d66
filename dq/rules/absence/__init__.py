"""Is there a doctor behind the list?"""
