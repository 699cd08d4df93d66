"""Does each listing stand once?"""
