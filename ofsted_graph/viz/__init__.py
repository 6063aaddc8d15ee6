"""Pictures of a network: one offline page, drawings and files for other programs; and briefs.

Commands that draw come in here. Imports the ground and `network`; only a brief asks a graph,
through `answers`.
"""
