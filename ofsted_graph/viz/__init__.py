"""Pictures of a network: one offline page, drawings and files for other programs."""
