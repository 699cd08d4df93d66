"""Is everything there that should be there?"""
