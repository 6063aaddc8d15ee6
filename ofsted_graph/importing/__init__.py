"""Reading of sources: each importer turns one kind of document or table into rows of facts."""
