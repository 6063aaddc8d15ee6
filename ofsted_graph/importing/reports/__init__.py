"""Reports on councils' children's services: from the text of one to rows of facts."""
