"""Are the lists spread as the doctors' time is?"""
