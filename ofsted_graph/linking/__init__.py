"""Join the graph with other people's data: find our things in it, and make triples of it."""
