"""Readers of documents and registers, one a kind: what each says, as rows of the fact tables.

The commands `import` and `refresh` come in here. Imports the ground, `facts` and `people`, never a
built graph: what a document says does not depend on what others said before.
"""
