"""Who is who: how names compare, who is mentioned where, and which mentions are one person.

The build and the importers come in here. Imports the ground and `facts`, never a built graph.
"""
