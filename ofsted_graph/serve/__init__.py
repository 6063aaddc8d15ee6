"""The graph on the web: a SPARQL endpoint, pages, reconciliation, a static site, and assistants.

Pages are made by functions of a graph and an address, so that the server and the static site give
the same; `cli` comes in here, and nothing here imports `cli`.
"""
