"""Pictures of a network: one offline page, drawings and files for other programs.

Commands that draw come in here. Imports the ground and `network`, and asks no graph by itself.
"""
