"""The graph as a networkx `MultiDiGraph`: what pictures and path searches are made from.

Pictures and the commands `graph`, `timeline` and `path` come in here. Imports the ground and
`query`; how a network looks is for `viz`.
"""
