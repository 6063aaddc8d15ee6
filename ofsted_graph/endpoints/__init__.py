"""Other people's SPARQL servers: asking them, federating with them, loading the graph into them.

Commands with `--endpoint` or `SERVICE` come in here. Imports the ground and `query`; this is the
only folder that opens a connection to a server.
"""
