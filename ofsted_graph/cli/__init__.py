"""The command line: each command parses, calls one function of the library and prints.

Nobody comes in here but the person at the terminal. Imports anything; nothing imports it.
"""
