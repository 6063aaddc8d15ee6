"""Is a graph fit to be published: shapes, check queries and dates, in one report.

`ofsted-graph validate` comes in here. Imports the ground and `query`, never the build: a graph is
judged by what it says, not by how it was made.
"""
