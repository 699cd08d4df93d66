"""Does the listing hold on the measurement day?"""
