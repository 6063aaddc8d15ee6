"""Stories, evidence, comparisons and tables: what is made of a graph for a reader.

Commands and pages come in here. Imports the ground, `build` for its way of writing, and `query`;
it draws nothing and calls nobody.
"""
