"""The laws, one module for each kind of method, one function for each law.

A law takes the method and what is drawn, by the names of `_cases`, and raises an
AssertionError where it does not hold.
"""
