"""The version of the code; the ontology and the data carry their own."""

__version__ = "0.1.0"
