"""Ask the embedded engine: the store, SPARQL, the named questions and their answers' formats.

Whatever asks a graph comes in here. Imports the ground and, for what people type, `facts`;
it knows no story, page or server.
"""
