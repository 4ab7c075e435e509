"""Public views of the catalogue besides its pages: one module for each kind."""
