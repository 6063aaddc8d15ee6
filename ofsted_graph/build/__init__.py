"""Rows to graph: fact rows, ontology and rules in, the triples of `data/triples.ttl` out.

The build command and what describes or lists the graph's own parts come in here. Imports the
ground, `facts` and `people`; it asks no question of a finished graph.
"""
