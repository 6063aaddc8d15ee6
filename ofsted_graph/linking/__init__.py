"""Join the graph with other people's data: find our things in it, and make triples of it.

The commands `reconcile`, `link` and `links` come in here. Imports the ground, `facts`, `build` and
`query`; what a table says stays apart from the graph.
"""
